// The list: one row an entry. Only the rows in sight are drawn, so that its length costs nothing.
import { useEffect, useRef, useState } from "preact/hooks";
import { address, getBlob, type Entry, type Facets } from "../api";
import { cursor, list, loadMore, openEntry, reload } from "../entries";
import { raster, tablePicture, type Exports } from "../export";
import { count, days, party, plural, sentence } from "../format";
import { Panel } from "../parts/panel";
import { Sign } from "../parts/sign";
import { Empty, Failed, Waiting } from "../parts/states";
import { filter, go, page, setFilter } from "../state";

const kRow = 104; // px; styles/list.css holds the same
const kSpare = 6; // rows drawn above and below what is in sight

const kSorts: Record<string, string> = {
  "-date": "Latest first", date: "Earliest first", "-published": "Last published", published: "First published", "-reports": "Most reported",
};

export function Entries({ facets }: { facets: Facets | undefined }) {
  const { entries, loading, known, error, next } = list.value;
  const total = facets ? Object.values(facets.quad ?? {}).reduce((a, b) => a + b, 0) : undefined;
  const svg = () => tablePicture("Entries", ["date", "category", "actor", "recipient", "place", "reports"],
    entries.slice(0, 100).map((entry) => [days(entry.date), [entry.event, ...(entry.mode ?? [])].join(" · "), entry.actor.join("; "), entry.recipient.join("; "), entry.place?.name, entry.reports]),
    [150, 190, 180, 180, 160, 70]);
  const all = (format: string) => getBlob(address("records", { filter: filter.value, format }));
  const exports: Exports = { file: "records", api: address("entries", { filter: filter.value, sort: page.value.sort }), csv: () => all("csv"), json: () => all("ndjson"), svg, png: () => raster(svg()) };
  return (
    <Panel name="entries" title="Entries" exports={exports} note={total !== undefined && known && error === undefined && plural(total, "record")}
      controls={
        <label class="select"><span class="hidden">Order</span>
          <select value={page.value.sort} onChange={(event) => go({ sort: event.currentTarget.value })}>
            {Object.entries(kSorts).map(([sort, name]) => <option key={sort} value={sort}>{name}</option>)}
          </select>
        </label>
      }>
      {error !== undefined ? <Failed error={error} retry={reload} main />
        : !known ? <Waiting what="entries" />
        : !entries.length && !loading ? (
          <Empty>
            <p>{filter.value ? "No entry fits these filters." : "The store holds no records yet."}</p>
            {filter.value ? <button type="button" class="quiet" onClick={() => setFilter("")}>Clear all filters</button>
              : <p><code>kronika add</code> puts articles in it; or paste a text above.</p>}
          </Empty>
        ) : <Rows entries={entries} more={next !== undefined} stale={loading} />}
    </Panel>
  );
}

function Rows({ entries, more, stale }: { entries: Entry[]; more: boolean; stale: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState({ first: 0, rows: 12 });
  const measure = () => {
    if (!box.current) return;
    const first = Math.floor(box.current.scrollTop / kRow), rows = Math.ceil(box.current.clientHeight / kRow) + 1;
    setSeen((before) => (before.first === first && before.rows === rows ? before : { first, rows }));
  };
  useEffect(() => {
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(box.current!);
    return () => watch.disconnect();
  }, []);
  const first = Math.max(0, seen.first - kSpare), last = Math.min(entries.length, seen.first + seen.rows + kSpare);
  useEffect(() => { if (more && last >= entries.length - 10) loadMore(); }, [last, entries.length, more]);
  const question = `${filter.value}\n${page.value.sort}`;
  useEffect(() => { if (box.current) box.current.scrollTop = 0; }, [question]);
  // The row under the cursor comes into sight when the keys move it.
  useEffect(() => {
    const top = cursor.value * kRow, view = box.current;
    if (!view) return;
    if (top < view.scrollTop) view.scrollTop = top;
    else if (top + kRow > view.scrollTop + view.clientHeight) view.scrollTop = top + kRow - view.clientHeight;
  }, [cursor.value]);
  return (
    <div class={stale ? "rows stale" : "rows"} ref={box} onScroll={measure} aria-busy={stale} tabIndex={-1}>
      <ol class="rows-all" style={{ height: `${entries.length * kRow}px` }} aria-label="Entries">
        {entries.slice(first, last).map((entry, i) => (
          <li key={entry.id} class="row-place" style={{ transform: `translateY(${(first + i) * kRow}px)` }} aria-posinset={first + i + 1} aria-setsize={more ? -1 : entries.length}>
            <Row entry={entry} current={cursor.value === first + i} open={page.value.entry === entry.id} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function Row({ entry, current, open }: { entry: Entry; current: boolean; open: boolean }) {
  return (
    <button type="button" class={current ? "row current" : "row"} aria-current={open ? "true" : undefined} data-entry={entry.id} onClick={() => openEntry(entry)}>
      <span class="row-sign"><Sign quad={entry.quad} size={16} label /></span>
      <span class="row-head">
        <span class="row-event">{entry.event}{entry.mode?.length ? <span class="row-mode"> {entry.mode.join(", ")}</span> : null}</span>
        <time class="row-date">{days(entry.date) || (entry.first_seen ? `seen ${days({ start: entry.first_seen, end: entry.first_seen })}` : "no date")}</time>
      </span>
      <span class="row-parties"><Parties codes={entry.actor} none="somebody" /><span class="arrow"> → </span><Parties codes={entry.recipient} none="nobody named" /></span>
      <span class="row-text">{entry.text}</span>
      <span class="row-foot">
        {entry.place && <span class="row-placename">{entry.place.name}</span>}
        {entry.factuality && entry.factuality !== "asserted" && <span class={`tag tag-${entry.factuality}`}>{sentence(entry.factuality)}</span>}
        {entry.attribution && <span>said by <HolderName code={entry.attribution} /></span>}
        <span class="row-reports">{entry.reports > 1 ? plural(entry.reports, "report") : "1 report"}</span>
      </span>
    </button>
  );
}

export function Parties({ codes, none }: { codes: string[]; none: string }) {
  if (!codes.length) return <span class="faint">{none}</span>;
  return (
    <>
      {codes.slice(0, 3).map((code, i) => {
        const { name, sectors } = party(code);
        return <span key={code}>{i > 0 && ", "}{name}{sectors && <span class="sector">{name && " "}{sectors}</span>}</span>;
      })}
      {codes.length > 3 && <span class="faint"> and {count(codes.length - 3)} more</span>}
    </>
  );
}

const HolderName = ({ code }: { code: string }) => {
  const { name, sectors } = party(code);
  return <>{[name, sectors].filter(Boolean).join(" ")}</>;
};
