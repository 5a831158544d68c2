// Corrections: sent at once, each with its undo at hand. The token that allows them is asked for when it is first needed.
import { signal } from "@preact/signals";
import { address, ApiError, get, post, type CorrectionRequest, type Entry, type EventRecord } from "./api";
import { go, page, say, version, wordsOf } from "./state";
import { token } from "./token";

type Change = Pick<CorrectionRequest, "record" | "action"> & Partial<CorrectionRequest>;

// What waits for a token: a correction, or reading itself where the server is open to others. The dialog that asks for it is drawn
// while this holds something.
export const waiting = signal<Change | "reading" | undefined>(undefined);

const kNameKey = "kronika-name";
export const who = signal(keptName());
function keptName(): string {
  try {
    return localStorage.getItem(kNameKey) ?? "";
  } catch {
    return "";
  }
}
export function setWho(name: string): void {
  who.value = name;
  try {
    localStorage.setItem(kNameKey, name);
  } catch { /* it holds for this visit */ }
}

// The records changed in this visit, the last one at the end: what "u" takes back.
const made: string[] = [];

export async function correct(change: Change): Promise<EventRecord | undefined> {
  if (!token()) {
    waiting.value = change;
    return undefined;
  }
  try {
    const record = await post<EventRecord>("corrections", { ...change, by: who.value || "page", why: change.why || "on the page" });
    if (change.action === "undo") made.splice(made.lastIndexOf(change.record), made.includes(change.record) ? 1 : 0);
    else made.push(change.record);
    version.value += 1;
    if (change.action === "merge" || change.action === "split" || change.action === "undo") follow(record.id).catch(() => undefined);
    say(change.action === "undo" ? { text: "Taken back." }
      : { text: told(change), action: { label: "Undo", run: () => void correct({ record: change.record, action: "undo" }) } });
    return record;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) waiting.value = change;
    else say({ text: wordsOf(error), bad: true });
    return undefined;
  }
}

// An entry is named by the first of its records: where others join or leave, what is open may go on under another name.
async function follow(record: string): Promise<void> {
  if (!page.value.entry) return;
  const { entries } = await get<{ entries: Entry[] }>(address("entries", { filter: `id:${record.replace("k1:", "")}`, limit: 1 }));
  const entry = entries[0];
  if (entry && page.value.entry && entry.id !== page.value.entry) go({ entry: entry.id, record }, true);
}

function told({ action, field, value }: Change): string {
  if (action === "accept") return "Accepted.";
  if (action === "reject") return "Rejected: it is found only by review:rejected.";
  if (action === "set") return `${field} is now ${value}.`;
  return action === "split" ? "Set apart from this entry." : "Put together.";
}

export const canUndo = (): boolean => made.length > 0;
export function undoLast(otherwise?: EventRecord): void {
  const record = made[made.length - 1] ?? (otherwise?.review ? otherwise.id : undefined);
  if (record) void correct({ record, action: "undo" });
  else say({ text: "There is nothing to undo." });
}
