// An open entry: what it says, its reports, the article of the chosen report with its words marked, the record and why.
import { computed, signal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { ApiError, type CodedArticle, type EventRecord, type OpenEntry, type Party, type Report } from "../api";
import { canUndo, undoLast } from "../corrections";
import { country, day, days, learnNames, percent, plural, sentence } from "../format";
import { Answered, Empty } from "../parts/states";
import { Sign } from "../parts/sign";
import { asQuad, kQuadNames } from "../quads";
import { go, page, useAnswer } from "../state";
import { Parties } from "../views/entries";
import { ArticleText, shownWords } from "./article";
import { Corrections, editing } from "./correct";
import { Fields } from "./fields";
import { Why } from "./why";

// The record that keys act on.
export const openRecord = signal<EventRecord | undefined>(undefined);
export const reading = computed(() => page.value.entry !== "");

// The focus goes back to the row, if it was in what closes.
export function closeReader(): void {
  const entry = page.value.entry, inside = document.activeElement?.closest("[data-reader]");
  go({ entry: "", record: "" });
  if (inside) setTimeout(() => document.querySelector<HTMLElement>(`[data-entry="${CSS.escape(entry)}"]`)?.focus());
}

export function Reader() {
  const id = page.value.entry;
  const answer = useAnswer<OpenEntry>(`entries/${encodeURIComponent(id)}`);
  useEffect(() => () => { editing.value = false; }, [id]);
  useEffect(() => learnNames(answer.data?.names), [answer.data]);
  const gone = answer.error instanceof ApiError && answer.error.status === 404;
  return (
    <article class="reader" aria-label="Entry" data-reader>
      {(!answer.data || gone) && <header class="reader-bar"><h2>Entry</h2><Close /></header>}
      {gone ? <Gone /> : <Answered answer={answer} what="the entry">{(entry) => <Open entry={entry} />}</Answered>}
    </article>
  );
}

const Gone = () => (
  <Empty>
    <p>This entry is no longer there: its records were rejected, or it was put together with another.</p>
    {canUndo() && <button type="button" class="quiet" onClick={() => undoLast()} aria-keyshortcuts="u">Undo the last correction <kbd>u</kbd></button>}
  </Empty>
);

function Open({ entry }: { entry: OpenEntry }) {
  const wanted = page.value.record;
  const report = entry.reports.find((one) => one.id === wanted) ?? entry.reports.find((one) => one.id === entry.record) ?? entry.reports[0];
  const record = openRecord.value ?? report, top = useHeightOf();
  const another = record && !entry.reports.some(({ id }) => id === record.id) ? record : undefined;
  return (
    <>
      <div class="reader-top" ref={top}>
        {another ? <Heading event={another.event} mode={another.mode} quad={another.quad} actor={codes(another.actor)} recipient={codes(another.recipient)} />
          : <Heading event={entry.event} mode={entry.mode} quad={entry.quad} actor={entry.actor} recipient={entry.recipient} />}
        {record && <Corrections record={record} several={!another && entry.reports.length > 1} />}
      </div>
      {another ? (
        <p class="entry-head entry-meta">Another event of the same article. <button type="button" class="quiet" onClick={() => go({ record: "" }, true)}>Back to the entry</button></p>
      ) : (
        <div class="entry-head">
          <p class="entry-meta">{[kQuadNames[asQuad(entry.quad)], days(entry.date) || "no date", entry.place?.name, sentence(entry.factuality),
            `${plural(entry.reports.length, "report")}${entry.independent < entry.reports.length ? `, ${entry.independent} independent` : ""}`].filter(Boolean).join(" · ")}</p>
          <Disagreements entry={entry} />
        </div>
      )}
      {entry.reports.length > 1 && (
        <ol class="reports" aria-label="Reports">
          {entry.reports.map((one) => <ReportRow key={one.id} report={one} chosen={one.id === record?.id} />)}
        </ol>
      )}
      {report ? <ReportOf key={report.document} report={report} /> : <Empty>Its reports were rejected.</Empty>}
    </>
  );
}

// What sticks below the bar at the top, and how far words must be scrolled, follows the bar as it grows: --reader-top.
function useHeightOf() {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const bar = ref.current!;
    const watch = new ResizeObserver(() => bar.parentElement?.style.setProperty("--reader-top", `${bar.offsetHeight}px`));
    watch.observe(bar);
    return () => watch.disconnect();
  }, []);
  return ref;
}

const codes = (parties: Party[]): string[] => [...new Set(parties.map(({ code }) => code))];

function Heading({ event, mode, quad, actor, recipient }: Pick<OpenEntry, "event" | "mode" | "quad" | "actor" | "recipient">) {
  return (
    <header class="reader-bar">
      <Sign quad={quad} size={18} />
      <h2>{event}{mode.length > 0 && <span class="row-mode"> {mode.join(", ")}</span>}</h2>
      <p class="entry-parties"><Parties codes={actor} none="somebody" /><span class="arrow"> → </span><Parties codes={recipient} none="nobody named" /></p>
      <Close />
    </header>
  );
}

const Close = () => <button type="button" class="icon-button reader-close" aria-label="Close the entry" title="Close (Esc)" onClick={closeReader}>×</button>;

function Disagreements({ entry }: { entry: OpenEntry }) {
  const lines = Object.entries(entry.disagreements ?? {});
  if (!lines.length) return null;
  // A place is told apart by its number in the gazetteer; people read its name.
  const placeOf = (records: string[]) => entry.reports.find(({ id, place }) => place && records.includes(id))?.place?.name;
  const said = (field: string, value: string, records: string[]) =>
    field === "place" ? placeOf(records) ?? value : field === "country" ? country(value) : field === "first_day" ? day(value) : value;
  return (
    <ul class="disagreements" aria-label="Where the reports disagree">
      {lines.map(([field, values]) => (
        <li key={field}><b>{sentence(field.replace("number:", "number of "))}</b> {Object.entries(values).map(([value, records]) => `${said(field, value, records)} (${records.length})`).join(" or ")}</li>
      ))}
    </ul>
  );
}

function ReportRow({ report, chosen }: { report: Report; chosen: boolean }) {
  return (
    <li>
      <button type="button" class="report" aria-pressed={chosen} onClick={() => go({ record: report.id }, true)}>
        <span class="report-paper">{report.publisher || report.document}</span>
        <time>{day(report.published)}</time>
        <span class="report-words">“{report.text}”</span>
        <span class="number">{percent(report.confidence)}</span>
      </button>
    </li>
  );
}

function ReportOf({ report }: { report: Report }) {
  const answer = useAnswer<CodedArticle>(`articles/${encodeURIComponent(report.document)}`);
  const wanted = page.value.record;
  const records = useMemo(() => (answer.data?.records ?? []).filter(({ id, review }) => review?.status !== "rejected" || id === wanted || id === report.id),
    [answer.data, wanted, report.id]);
  // Another event of the article can be looked at without leaving it; its own reports may lie in another entry.
  const chosen = records.find((record) => record.id === wanted) ?? records.find((record) => record.id === report.id) ?? report;
  useEffect(() => {
    openRecord.value = chosen;
    shownWords.value = [];
    return () => { if (openRecord.value === chosen) openRecord.value = undefined; };
  }, [chosen]);
  return (
    <Answered answer={answer} what="the article">
      {({ article }) => (
        <div class="reader-columns">
          <section class="source" aria-label="Article">
            <p class="source-line">{[article.publisher, day(article.published), article.version && article.version > 1 && `version ${article.version}`].filter(Boolean).join(" · ")}
              {article.url && /^https?:/.test(article.url) && <> · <a href={article.url} rel="noopener noreferrer nofollow" target="_blank">original</a></>}</p>
            <ArticleText article={article} records={records} chosen={chosen} choose={(record) => go({ record: record.id }, true)} />
          </section>
          <section class="record" aria-label="Record">
            <Fields record={chosen} />
            <Why record={chosen} text={(chosen.field === "title" ? article.title : article.text) ?? ""} stored />
            <p class="faint small"><code>{chosen.id}</code></p>
          </section>
        </div>
      )}
    </Answered>
  );
}
