// What the whole page shares: its state (which is its address), the answers it waits for, and what it says in passing.
import { computed, effect, signal } from "@preact/signals";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { ApiError, address, get, type Query, type Vocabulary } from "./api";
import { learnCountries } from "./format";
import { read, twin, write, type PageState } from "./url";

export const page = signal<PageState>(read(location.search));
export const filter = computed(() => page.value.filter);

// `keep`: the step is none that "back" should return to.
export function go(change: Partial<PageState>, keep = false): void {
  const next = { ...page.value, ...change };
  const query = write(next);
  if (query === write(page.value)) return;
  const url = location.pathname + query;
  if (keep) history.replaceState(null, "", url);
  else history.pushState(null, "", url);
  page.value = next;
}
export const setFilter = (next: string): void => go({ filter: next });
effect(() => {
  document.title = filter.value ? `${filter.value} · Kronika` : "Kronika";
});
// Programs that follow links find the data of what is shown.
effect(() => document.querySelector('link[type="application/json"]')?.setAttribute("href", twin(page.value)));
addEventListener("popstate", () => (page.value = read(location.search)));

// Counts up when somebody changed a record: then what is shown is asked for anew.
export const version = signal(0);

// Everything is asked for once more.
export function readAgain(): void {
  version.value += 1;
  if (!vocabulary.value) loadVocabulary().catch(() => undefined);
}

export const vocabulary = signal<Vocabulary | undefined>(undefined);
export async function loadVocabulary(): Promise<void> {
  const loaded = await get<Vocabulary>(address("vocabulary"));
  learnCountries(loaded.countries);
  vocabulary.value = loaded;
}

// Something said at the foot of the page, with one thing to do about it.
export interface Notice { text: string; bad?: boolean; action?: { label: string; run: () => void } }
export const notice = signal<Notice | undefined>(undefined);
let vanish = 0;
export function say(next: Notice): void {
  notice.value = next;
  clearTimeout(vanish);
  vanish = window.setTimeout(() => (notice.value = undefined), next.action || next.bad ? 12_000 : 4_000);
}

export const wordsOf = (error: unknown): string =>
  error instanceof ApiError ? error.message : error instanceof Error ? error.message : String(error);

// The last answers, so that going back shows at once what was there.
const kept = new Map<string, unknown>();
const kKept = 60;
version.subscribe(() => kept.clear());

export async function ask<T>(url: string, signal?: AbortSignal): Promise<T> {
  const known = kept.get(url) as T | undefined;
  if (known) return known;
  const answer = await get<T>(url, signal);
  kept.set(url, answer);
  if (kept.size > kKept) kept.delete(kept.keys().next().value!);
  return answer;
}

export interface Answer<T> {
  data?: T; // of the last question that was answered: it stays while the next is open
  error?: unknown;
  loading: boolean;
  retry: () => void;
}

// Asks the server, and again when the question or the data change. No path: nothing is asked. The question goes out before
// the page is drawn with what it changed, which takes as long as many an answer.
export function useAnswer<T>(path: string | undefined, query: Query = {}): Answer<T> {
  const [state, setState] = useState<{ data?: T; error?: unknown; loading: boolean }>({ loading: true });
  const [tries, setTries] = useState(0);
  const url = path === undefined ? "" : address(path, query);
  const known = url ? (kept.get(url) as T | undefined) : undefined;
  const asked = useMemo(() => {
    const stop = new AbortController();
    const answer = url ? ask<T>(url, stop.signal) : undefined;
    answer?.catch(() => undefined); // the effect below says what went wrong
    return { answer, stop };
  }, [url, version.value, tries]);
  useEffect(() => {
    const { answer, stop } = asked;
    if (!answer) return setState({ loading: false });
    setState((before) => ({ ...before, loading: true }));
    answer.then(
      (data) => { if (!stop.signal.aborted) setState({ data, loading: false }); },
      (error: unknown) => { if (!stop.signal.aborted) setState((before) => ({ ...(before.data ? { data: before.data } : {}), error, loading: false })); },
    );
    return () => stop.abort();
  }, [asked]);
  const retry = () => setTries(tries + 1);
  return known ? { data: known, loading: false, retry } : { ...state, retry };
}

// The width of an element in pixels, as it changes.
export function useWidth<E extends Element>(): [preact.RefObject<E>, number] {
  const ref = useRef<E>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!ref.current) return;
    const watch = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)));
    watch.observe(ref.current);
    setWidth(Math.floor(ref.current.getBoundingClientRect().width));
    return () => watch.disconnect();
  }, []);
  return [ref, width];
}
