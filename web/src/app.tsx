// The one screen: list beside views, every one of which filters the others; an open entry beside or over them.
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Facets } from "./api";
import { Paste } from "./paste";
import { Chips } from "./parts/chips";
import { Header } from "./parts/header";
import { Help } from "./parts/help";
import { NoticeBar } from "./parts/notice";
import { Tip } from "./parts/tip";
import { TokenDialog } from "./parts/token_dialog";
import { Reader } from "./reader/reader";
import { filter, go, page, useAnswer } from "./state";
import { Counts } from "./views/counts";
import { Dyads } from "./views/dyads";
import { Entries } from "./views/entries";
import { MapView } from "./views/map";
import { NetworkView } from "./views/network";
import { Timeline } from "./views/timeline";

const phone = matchMedia("(max-width: 899px)"); // styles/layout.css holds the same
const narrow = signal(phone.matches);
phone.addEventListener("change", () => (narrow.value = phone.matches));

// On a narrow screen what is open lies over all else, which then takes neither keys nor taps.
function cover(covered: boolean): void {
  for (const part of document.querySelectorAll<HTMLElement>(".top, .chips, .tabs, .panel-entries, .views")) part.inert = covered;
  if (covered) document.querySelector<HTMLElement>(".side")?.focus();
}

export function App() {
  const { entry, paste, tab } = page.value;
  const facets = useAnswer<Facets>("facets", { filter: filter.value });
  const side = paste ? <Paste /> : entry ? <Reader /> : null;
  useEffect(() => cover(side !== null && narrow.value), [side !== null, narrow.value]);
  return (
    <>
      <Header />
      <Chips />
      <nav class="tabs" aria-label="What to show">
        {(["entries", "views"] as const).map((name) => (
          <button key={name} type="button" aria-pressed={tab === name} onClick={() => go({ tab: name })}>{name === "entries" ? "Entries" : "Time, map, dyads"}</button>
        ))}
      </nav>
      <main class={`screen tab-${tab}${side ? " with-side" : ""}`}>
        <Entries facets={facets.data} />
        <div class="views" tabIndex={-1}>
          <div class="views-grid">
            <Timeline facets={facets} />
            <MapView facets={facets.data} />
            <Dyads />
            <NetworkView />
            <Counts facets={facets} />
          </div>
        </div>
        {side && <div class="side" tabIndex={-1}>{side}</div>}
      </main>
      <NoticeBar />
      <Tip />
      <Help />
      <TokenDialog />
    </>
  );
}
