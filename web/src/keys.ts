// The keyboard. Keys are for the page only while nobody types.
import { correct, undoLast } from "./corrections";
import { atCursor, openEntry, step } from "./entries";
import { closePaste } from "./paste";
import { helping } from "./parts/help";
import { kSearchId } from "./parts/search";
import { editing } from "./reader/correct";
import { closeReader, openRecord } from "./reader/reader";
import { page, say } from "./state";

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

// With an open record: does something with it. Else says how to get one.
function withRecord(run: (id: string) => void): void {
  const record = openRecord.value;
  if (record) run(record.id);
  else say({ text: "Open an entry first: j and k choose one, Enter opens it." });
}

const kKeys: Record<string, () => void> = {
  j: () => step(1),
  k: () => step(-1),
  "/": () => document.getElementById(kSearchId)?.focus(),
  "?": () => (helping.value = true),
  a: () => withRecord((record) => void correct({ record, action: "accept" })),
  r: () => withRecord((record) => void correct({ record, action: "reject" })),
  e: () => withRecord(() => (editing.value = !editing.value)),
  u: () => undoLast(openRecord.value),
};

export function listen(): void {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape" && !event.defaultPrevented) {
      if (typing(event.target) && (event.target as HTMLElement).id !== kSearchId) return (event.target as HTMLElement).blur();
      if (page.value.paste) closePaste();
      else if (page.value.entry) closeReader();
      return;
    }
    if (typing(event.target)) return;
    if (event.key === "Enter") {
      // On a button Enter presses it.
      const entry = atCursor.value, on = event.target as HTMLElement;
      if (entry && !on.closest("button, a, summary, [role=button]")) openEntry(entry);
      return;
    }
    const run = kKeys[event.key];
    if (!run) return;
    event.preventDefault();
    run();
  });
}
