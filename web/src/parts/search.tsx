// The search box: the filter language, completed as one types. What is entered becomes chips beneath it.
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { address, get, type Suggestion } from "../api";
import { add, fromTyped } from "../filter";
import { kEventHints } from "../quads";
import { filter, setFilter, wordsOf } from "../state";

export const kSearchId = "search";

// The condition under the caret, and where it begins.
function wordAt(text: string, caret: number): [string, number] {
  let start = 0, quoted = false;
  for (let i = 0; i < caret; ++i) {
    if (text[i] === '"') quoted = !quoted;
    else if (!quoted && /[\s(]/.test(text[i]!)) start = i + 1;
  }
  return [text.slice(start, caret), start];
}

const kKinds: Record<string, string> = { event: "category", admin: "region", entity: "person or body" };
const kFieldHints: Record<string, string> = {
  actor: "who acts", recipient: "who is acted upon", party: "on either side", event: "category", mode: "how", context: "what it is about",
  quad: "1 to 4: verbal or material, cooperation or conflict", score: "-10 conflict to 10 cooperation", confidence: "how sure, 0 to 1", cameo: "CAMEO code",
  factuality: "asserted, negated, future …", attribution: "on whose word", date: "day of the event", published: "day of the article", day: "day of the event, else of the article",
  country: "where it happened", admin: "region", place: "town or site", near: "latitude,longitude,km", text: "words of the article", publisher: "newspaper or agency",
  review: "what people said of it", document: "id of the article", id: "id of the record",
};

// What a suggestion means, where its name does not say so itself.
function hintOf({ insert, label, kind }: Suggestion): string {
  if (kind === "field") return kFieldHints[label] ?? "";
  if (kind === "event") return kEventHints[label] ?? "";
  return insert.includes(label) ? "" : label;
}

export function Search() {
  const [text, setText] = useState("");
  const [found, setFound] = useState<Suggestion[]>([]);
  const [at, setAt] = useState(-1);
  const [problem, setProblem] = useState("");
  const [all, setAll] = useState(false); // an arrow key asked what can be asked, before a letter was typed
  const input = useRef<HTMLInputElement>(null);
  const id = useId();

  useEffect(() => {
    const [word] = wordAt(text, input.current?.selectionStart ?? text.length);
    setAt(-1);
    if (!word && !all) return setFound([]);
    const stop = new AbortController();
    const wait = setTimeout(() => {
      get<{ suggestions: Suggestion[] }>(address("search", { q: word }), stop.signal)
        .then((answer) => { if (!stop.signal.aborted) setFound(answer.suggestions); }, () => undefined);
    }, 80);
    return () => { clearTimeout(wait); stop.abort(); };
  }, [text, all]);

  const take = (suggestion: Suggestion) => {
    const caret = input.current?.selectionStart ?? text.length, [, start] = wordAt(text, caret);
    const whole = text.slice(0, start) + suggestion.insert + text.slice(caret);
    if (suggestion.insert.endsWith(":")) {
      setText(whole);
      input.current?.focus();
    } else {
      enter(whole);
    }
  };
  // Asks first whether the server understands it: a wrong word is explained here, and empties no view.
  const enter = (typed: string) => {
    const next = fromTyped(typed);
    if (!next) return;
    const whole = add(filter.value, next);
    setFound([]);
    get(address("records", { filter: whole, limit: 1 })).then(() => {
      setText("");
      setProblem("");
      setFilter(whole);
    }, (error: unknown) => setProblem(wordsOf(error)));
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" && !found.length) setAll(true);
    else if (event.key === "ArrowDown") setAt((at + 1) % found.length);
    else if (event.key === "ArrowUp" && found.length) setAt((at + found.length) % (found.length + 1) - (at === 0 ? 1 : 0));
    else if (event.key === "Enter") { if (at >= 0 && found[at]) take(found[at]); else enter(text); }
    else if (event.key === "Tab" && at >= 0 && found[at]) take(found[at]);
    else if (event.key === "Escape") { if (found.length) { setFound([]); setAll(false); } else { setText(""); setProblem(""); input.current?.blur(); } }
    else return;
    event.preventDefault();
  };
  const open = found.length > 0;
  return (
    <div class="search" role="search">
      <svg class="icon search-icon" viewBox="0 0 16 16" aria-hidden="true"><circle cx="7" cy="7" r="4.5" /><path d="M10.5 10.5L14 14" /></svg>
      <input id={kSearchId} ref={input} type="text" role="combobox" autocomplete="off" spellcheck={false} value={text}
        placeholder="Any words, or a filter: actor:RUS event:PROTEST" aria-label="Filter or search"
        aria-expanded={open} aria-controls={`${id}-list`} aria-autocomplete="list" aria-invalid={problem !== ""}
        {...(at >= 0 ? { "aria-activedescendant": `${id}-${at}` } : {})} {...(problem ? { "aria-describedby": `${id}-problem` } : {})}
        onInput={(event) => { setText(event.currentTarget.value); setProblem(""); setAll(false); }} onKeyDown={keys}
        onBlur={() => setTimeout(() => { setFound([]); setAll(false); }, 150)} />
      <kbd class="search-key" aria-hidden="true">/</kbd>
      <ul class="suggestions" id={`${id}-list`} role="listbox" aria-label="Suggestions" hidden={!open}>
        {found.map((suggestion, i) => (
          <li key={suggestion.insert} id={`${id}-${i}`} role="option" aria-selected={i === at} onPointerDown={(event) => { event.preventDefault(); take(suggestion); }}>
            <span class="suggestion-insert">{suggestion.insert}</span>
            <span class="suggestion-label">{hintOf(suggestion)}</span>
            <span class="suggestion-kind">{kKinds[suggestion.kind] ?? suggestion.kind}</span>
          </li>
        ))}
      </ul>
      {problem && <p class="search-problem" id={`${id}-problem`} role="alert">{problem}</p>}
    </div>
  );
}
