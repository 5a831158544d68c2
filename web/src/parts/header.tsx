import { go, page } from "../state";
import { setTheme, theme, type Theme } from "../theme";
import { helping } from "./help";
import { Search } from "./search";

const kNext: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };
const kThemeNames: Record<Theme, string> = { system: "as the system", light: "light", dark: "dark" };

export function Header() {
  return (
    <header class="top">
      <h1 class="name"><a href="/" onClick={(event) => { if (!event.ctrlKey && !event.metaKey) { event.preventDefault(); go({ filter: "", entry: "", record: "", paste: false }); } }}>Kronika</a></h1>
      <Search />
      <div class="top-buttons">
        <button type="button" class="paste-button" aria-pressed={page.value.paste} onClick={() => go({ paste: !page.value.paste, entry: "", record: "" })}>
          <svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M3 2.5h7l3 3v8H3zM5.5 8h5M5.5 10.5h5" /></svg><span>Code a text</span>
        </button>
        <button type="button" class="icon-button" aria-label={`Theme: ${kThemeNames[theme.value]}`} title={`Theme: ${kThemeNames[theme.value]}`} onClick={() => setTheme(kNext[theme.value])}>
          <ThemeIcon theme={theme.value} />
        </button>
        <button type="button" class="icon-button help-button" aria-label="Keys and filters" title="Keys and filters (?)" onClick={() => (helping.value = true)}>?</button>
      </div>
    </header>
  );
}

function ThemeIcon({ theme }: { theme: Theme }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      {theme === "light" ? <path d="M8 5a3 3 0 100 6 3 3 0 000-6zM8 1.5v1.6M8 12.9v1.6M1.5 8h1.6M12.9 8h1.6M3.4 3.4l1.1 1.1M11.5 11.5l1.1 1.1M12.6 3.4l-1.1 1.1M4.5 11.5l-1.1 1.1" />
        : theme === "dark" ? <path d="M13 9.6A5.6 5.6 0 016.4 3 5.6 5.6 0 1013 9.6z" />
        : <><circle cx="8" cy="8" r="5.5" /><path class="half" d="M8 2.5a5.5 5.5 0 010 11z" /></>}
    </svg>
  );
}
