import { render } from "preact";
import { App } from "./app";
import { listen } from "./keys";
import { loadVocabulary } from "./state";
import { takeToken } from "./token";
import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/layout.css";
import "./styles/list.css";
import "./styles/views.css";
import "./styles/reader.css";

takeToken();
addEventListener("hashchange", takeToken);
listen();
render(<App />, document.getElementById("page")!);
// Names of countries and categories; without them the page shows codes.
loadVocabulary().catch(() => undefined);
