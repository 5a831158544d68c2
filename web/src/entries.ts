// The list of entries: loaded page by page as it is scrolled, with one entry under the cursor.
import { computed, effect, signal, untracked } from "@preact/signals";
import { address, get, type Entries, type Entry } from "./api";
import { learnNames } from "./format";
import { filter, go, page, version } from "./state";

const kPage = 60;

interface Loaded { entries: Entry[]; next?: string | undefined; loading: boolean; error?: unknown; known: boolean }

export const list = signal<Loaded>({ entries: [], loading: true, known: false });
export const cursor = signal(0);
export const atCursor = computed(() => list.value.entries[cursor.value]);

const question = computed(() => ({ filter: filter.value, sort: page.value.sort }));
let stop = new AbortController();
let asked = "";

async function load(limit: number, from?: string): Promise<void> {
  stop.abort();
  const mine = (stop = new AbortController());
  list.value = { ...list.value, loading: true, error: undefined };
  try {
    const answer = await get<Entries>(address("entries", { ...question.value, limit, cursor: from }), mine.signal);
    if (mine.signal.aborted) return;
    learnNames(answer.names);
    const entries = from ? [...list.value.entries, ...answer.entries] : answer.entries;
    list.value = { entries, next: answer.next, loading: false, known: true };
    if (cursor.value >= entries.length) cursor.value = Math.max(0, entries.length - 1);
  } catch (error) {
    if (!mine.signal.aborted) list.value = { ...list.value, loading: false, error, known: true };
  }
}

export function loadMore(): void {
  if (!list.value.loading && list.value.next && list.value.error === undefined) void load(kPage, list.value.next);
}
export const reload = (): void => void load(kPage);

// A new question starts at the top; changed records are asked for again as far as they were loaded.
effect(() => {
  const { filter: what, sort } = question.value;
  const now = `${what}\n${sort}`;
  void version.value;
  const same = now === asked;
  asked = now;
  untracked(() => {
    if (!same) cursor.value = 0;
    void load(same ? Math.min(Math.max(list.value.entries.length, kPage), 1000) : kPage);
  });
});

export function openEntry(entry: Entry, keep = false): void {
  const at = list.value.entries.findIndex((other) => other.id === entry.id);
  if (at >= 0) cursor.value = at;
  go({ entry: entry.id, record: "", paste: false }, keep);
}

export function step(by: number): void {
  const last = list.value.entries.length - 1;
  if (last < 0) return;
  // Where the open entry has left the list (it was rejected), the next one stands in its place.
  const left = page.value.entry !== "" && !list.value.entries.some(({ id }) => id === page.value.entry);
  cursor.value = Math.min(Math.max(cursor.value + (left && by > 0 ? 0 : by), 0), last);
  if (cursor.value > last - 10) loadMore();
  const entry = atCursor.value;
  if (page.value.entry && entry) openEntry(entry, true);
}
