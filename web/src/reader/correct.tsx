// Corrections of one record: one click each.
import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import type { Entry, EventRecord } from "../api";
import { correct, setWho, undoLast, who } from "../corrections";
import { days, sentence } from "../format";
import { Answered } from "../parts/states";
import { useAnswer, vocabulary } from "../state";
import { Parties } from "../views/entries";
import { toDay, toIso } from "../views/time";

export const editing = signal(false);

export function Corrections({ record, several }: { record: EventRecord; several: boolean }) {
  const [why, setWhy] = useState(""), [joining, setJoining] = useState(false);
  const change = (action: string, field?: string, value?: string) =>
    void correct({ record: record.id, action, ...(field ? { field, value: value ?? "" } : {}), ...(why ? { why } : {}) });
  return (
    <div class="correct" data-corrections>
      <div class="correct-bar" role="group" aria-label="Correct this record">
        <button type="button" onClick={() => change("accept")} aria-keyshortcuts="a"><span aria-hidden="true">✓</span> Accept <kbd>a</kbd></button>
        <button type="button" onClick={() => change("reject")} aria-keyshortcuts="r"><span aria-hidden="true">✕</span> Reject <kbd>r</kbd></button>
        <button type="button" onClick={() => (editing.value = !editing.value)} aria-expanded={editing.value} aria-keyshortcuts="e"><span aria-hidden="true">✎</span> Edit <kbd>e</kbd></button>
        {several && <button type="button" onClick={() => change("split")} title="It is another happening than the other reports">Set apart</button>}
        <button type="button" onClick={() => setJoining(!joining)} aria-expanded={joining} title="It is the same happening as another entry">Put together</button>
        {record.review && <button type="button" onClick={() => undoLast(record)} aria-keyshortcuts="u"><span aria-hidden="true">↶</span> Undo <kbd>u</kbd></button>}
      </div>
      {record.review && <Review record={record} />}
      {joining && <Join record={record} join={(other) => { setJoining(false); void correct({ record: record.id, action: "merge", other }); }} />}
      {editing.value && <Edit record={record} change={(field, value) => change("set", field, value)} why={why} setWhy={setWhy} />}
    </div>
  );
}

const kNear = 3; // days

// Entries of the same category about the same day, to say which is the same happening.
function Join({ record, join }: { record: EventRecord; join: (other: string) => void }) {
  const around = record.date && `date:${toIso(toDay(record.date.start) - kNear)}..${toIso(toDay(record.date.end) + kNear)}`;
  const answer = useAnswer<{ entries: Entry[] }>("entries", { filter: [`event:${record.event}`, around].filter(Boolean).join(" "), limit: 12 });
  return (
    <Answered answer={answer} what="entries like it">
      {({ entries }) => {
        const others = entries.filter((entry) => !entry.records?.includes(record.id) && entry.record !== record.id);
        if (!others.length) return <p class="review">No other entry of this category lies near its day.</p>;
        return (
          <ol class="reports join" aria-label="The same happening as">
            {others.map((entry) => (
              <li key={entry.id}>
                <button type="button" class="report" onClick={() => join(entry.record)}>
                  <span class="report-paper"><Parties codes={entry.actor} none="somebody" /> → <Parties codes={entry.recipient} none="nobody named" /></span>
                  <time>{days(entry.date)}</time><span class="report-words">“{entry.text}”</span>
                </button>
              </li>
            ))}
          </ol>
        );
      }}
    </Answered>
  );
}

function Review({ record }: { record: EventRecord }) {
  const note = record.review!.notes[record.review!.notes.length - 1];
  return (
    <p class="review">
      <span class={`tag tag-${record.review!.status}`}>{sentence(record.review!.status)}</span>
      {note && <> {note.field && `${note.field} was ${said(note.was)}; `}{note.by && `by ${note.by}`}{note.why && note.why !== "on the page" && `: ${note.why}`}</>}
    </p>
  );
}

function said(value: unknown): string {
  if (value === undefined || value === null || value === "") return "empty";
  if (Array.isArray(value)) return value.length ? value.map(said).join("; ") : "empty";
  if (typeof value === "object") {
    const object = value as Record<string, unknown>;
    return String(object["code"] ?? object["name"] ?? object["start"] ?? JSON.stringify(value));
  }
  return String(value);
}

interface EditProps { record: EventRecord; change: (field: string, value: string) => void; why: string; setWhy: (why: string) => void }

function Edit({ record, change, why, setWhy }: EditProps) {
  const words = vocabulary.value;
  const modes = words?.events.find(({ event }) => event === record.event)?.modes ?? [];
  const codes = (list: EventRecord["actor"]) => list.map(({ code }) => code).join("; ");
  return (
    <div class="edit">
      <Choice label="Category" value={record.event} options={words?.events.map(({ event }) => event) ?? [record.event]} change={(value) => change("event", value)} />
      <Choice label="Mode" value={record.mode[0] ?? "none"} options={[...new Set(["none", ...record.mode, ...modes])]} change={(value) => change("mode", value)} />
      <Choice label="Factuality" value={record.factuality} options={words?.factuality ?? [record.factuality]} change={(value) => change("factuality", value)} />
      <Text label="Actor" value={codes(record.actor)} hint="BLR COP; RUS GOV" change={(value) => change("actor", value)} />
      <Text label="Recipient" value={codes(record.recipient)} hint="UKR CVL" change={(value) => change("recipient", value)} />
      <Text label="Date" value={record.date ? (record.date.start === record.date.end ? record.date.start : `${record.date.start}..${record.date.end}`) : ""} hint="2021-05-23" change={(value) => change("date", value)} />
      <Text label="Place" value={record.place ? [record.place.name, record.place.country].filter(Boolean).join(", ") : ""} hint="Minsk, BLR" change={(value) => change("place", value)} />
      {record.attribution && <button type="button" class="quiet" onClick={() => change("attribution", "none")}>Nobody says so: remove the speaker</button>}
      <label class="wide">Reason, noted with it<input type="text" value={why} placeholder="optional" onInput={(event) => setWhy(event.currentTarget.value)} /></label>
      <label class="wide">Your name<input type="text" value={who.value} onInput={(event) => setWho(event.currentTarget.value)} autocomplete="name" /></label>
    </div>
  );
}

function Choice({ label, value, options, change }: { label: string; value: string; options: string[]; change: (value: string) => void }) {
  return (
    <label>{label}
      <select value={value} onChange={(event) => change(event.currentTarget.value)} data-edit={label.toLowerCase()}>
        {options.map((option) => <option key={option} value={option}>{label === "Category" ? option : sentence(option)}</option>)}
      </select>
    </label>
  );
}

// Sent when it is left or entered, if it changed. Emptied, it says "none".
function Text({ label, value, hint, change }: { label: string; value: string; hint: string; change: (value: string) => void }) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  const send = () => { if (typed.trim() !== value) change(typed.trim() || "none"); };
  return (
    <label>{label}
      <input type="text" value={typed} placeholder={hint} data-edit={label.toLowerCase()} onInput={(event) => setTyped(event.currentTarget.value)}
        onChange={send} onKeyDown={(event) => { if (event.key === "Escape") { setTyped(value); event.stopPropagation(); } }} />
    </label>
  );
}
