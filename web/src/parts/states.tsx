// What stands in place of data: while it loads, if it cannot be had, if there is none.
import type { ComponentChildren } from "preact";
import { ApiError } from "../api";
import { waiting } from "../corrections";
import { list } from "../entries";
import { filter, readAgain, setFilter, wordsOf, type Answer } from "../state";

export function Waiting({ what }: { what: string }) {
  return <div class="state waiting" role="status"><span class="pulse" aria-hidden="true" />Loading {what}…</div>;
}

// What went wrong for all views is said once, by the list (`main`): a wrong filter, a server that is gone.
export function Failed({ error, retry, main = false }: { error: unknown; retry: () => void; main?: boolean }) {
  const status = error instanceof ApiError ? error.status : undefined, told = list.value.error;
  if (!main && told !== undefined && wordsOf(told) === wordsOf(error)) return <div class="state failed"><p class="faint">Not loaded.</p></div>;
  return (
    <div class="state failed" role="alert">
      <p>{wordsOf(error)}</p>
      {status === 401 ? <button type="button" class="quiet" onClick={() => (waiting.value = "reading")}>Enter the token</button>
        : status === 400 && filter.value ? <button type="button" class="quiet" onClick={() => setFilter("")}>Clear all filters</button>
        : <button type="button" class="quiet" onClick={main ? readAgain : retry}>Try again</button>}
    </div>
  );
}

export const Empty = ({ children }: { children: ComponentChildren }) => <div class="state empty">{children}</div>;

// Draws an answer, or why there is none. What was there before stays, paler, while the next is open.
export function Answered<T>({ answer, what, children }: { answer: Answer<T>; what: string; children: (data: T) => ComponentChildren }) {
  if (answer.error !== undefined) return <Failed error={answer.error} retry={answer.retry} />;
  if (answer.data === undefined) return <Waiting what={what} />;
  return <div class={answer.loading ? "fresh stale" : "fresh"} aria-busy={answer.loading}>{children(answer.data)}</div>;
}
