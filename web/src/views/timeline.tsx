// When it happened: bars by day, week, month or year, cooperation above the line and conflict below. Dragging chooses days.
import { useMemo, useRef, useState } from "preact/hooks";
import { address, type Facets, type Series } from "../api";
import type { Exports } from "../export";
import { pictures } from "../export";
import { add, daysOf, toggle, valueOf, conditions, fieldOf, valuesOf, without } from "../filter";
import { count, days as sayDays, day as sayDay } from "../format";
import { Panel } from "../parts/panel";
import { Sign } from "../parts/sign";
import { Answered, Empty } from "../parts/states";
import { hideTip, showTip } from "../parts/tip";
import { kQuadNames, kQuads } from "../quads";
import { filter, go, page, setFilter, useAnswer, useWidth, type Answer } from "../state";
import { after, floorTo, ticks, toDay, toIso, type By } from "./time";

// Its bars count an event on its own day, else on that of its article, and so does the filter that brushing makes: `day`.
const kDayFields = ["day", "date"];
const kHeight = 148, kTop = 8, kFoot = 22;

interface Bucket { start: number; end: number; counts: [number, number, number, number] }
interface Drawn { buckets: Bucket[]; by: By; before: number; after: number; undated: number }

// Few events of long ago must not press all others into a corner: where 98 % lie within two thirds of the time, only those are
// drawn, and the others counted.
function draw(series: Series, whole: boolean): Drawn {
  const by = series.by as By;
  const found = new Map<number, Bucket>();
  let total = 0;
  for (const { start, group, count } of series.series) {
    const day = toDay(start);
    if (Number.isNaN(day)) continue;
    const bucket = found.get(day) ?? { start: day, end: after(day, by), counts: [0, 0, 0, 0] };
    bucket.counts[Number(group) - 1] = (bucket.counts[Number(group) - 1] ?? 0) + count;
    found.set(day, bucket);
    total += count;
  }
  let buckets = [...found.values()].sort((a, b) => a.start - b.start);
  const sum = (some: Bucket[]) => some.reduce((n, bucket) => n + bucket.counts.reduce((a, b) => a + b, 0), 0);
  let first = 0, last = buckets.length;
  if (!whole && buckets.length > 2) {
    const spare = total * 0.01;
    let n = 0;
    while (first < last && (n += sum([buckets[first]!])) <= spare) ++first;
    n = 0;
    while (last > first + 1 && (n += sum([buckets[last - 1]!])) <= spare) --last;
    const all = buckets[buckets.length - 1]!.end - buckets[0]!.start;
    if (buckets[last - 1]!.end - buckets[first]!.start > all * 0.7) [first, last] = [0, buckets.length];
  }
  const early = sum(buckets.slice(0, first)), late = sum(buckets.slice(last));
  buckets = buckets.slice(first, last);
  return { buckets, by, before: early, after: late, undated: series.undated ?? 0 };
}

export function Timeline({ facets }: { facets: Answer<Facets> }) {
  const state = page.value;
  const chosen = conditions(filter.value).filter((part) => kDayFields.includes(fieldOf(part))).map((part) => daysOf(valueOf(part))).find(Boolean);
  const zoomed = state.zoom && chosen !== undefined;
  const asked = zoomed ? filter.value : without(filter.value, kDayFields);
  // Without a choice the server says which bars fit.
  const query = { filter: asked, by: state.by || "auto", group: "quad" };
  const series = useAnswer<Series>("series", query), shown = series.data;
  const drawn = useMemo(() => shown && draw(shown, zoomed), [shown, zoomed]);
  const svg = useRef<SVGSVGElement>(null);

  const rows = () => (drawn?.buckets ?? []).map(({ start, counts }) =>
    ({ start: toIso(start), verbal_cooperation: counts[0], material_cooperation: counts[1], verbal_conflict: counts[2], material_conflict: counts[3] }));
  const exports: Exports = { file: "timeline", api: address("series", query), csv: rows, json: () => shown, ...pictures(() => svg.current) };
  const answer: Answer<Drawn> = {
    ...(drawn ? { data: drawn } : {}), ...(series.error !== undefined ? { error: series.error } : {}), loading: series.loading, retry: series.retry,
  };

  return (
    <Panel name="timeline" title="Timeline" exports={exports}
      note={drawn && drawn.buckets.length > 0 && <TimeNote drawn={drawn} />}
      controls={
        <>
          <Range chosen={chosen} />
          {chosen && <button type="button" class="chip-button" aria-pressed={state.zoom} onClick={() => go({ zoom: !state.zoom })}>Zoom in</button>}
          <label class="select"><span class="hidden">Bars by</span>
            <select value={state.by} onChange={(event) => go({ by: event.currentTarget.value as By })}>
              <option value="">{drawn && !state.by ? `Auto: ${drawn.by}` : "Auto"}</option>
              {["day", "week", "month", "year"].map((by) => <option key={by} value={by}>By {by}</option>)}
            </select>
          </label>
        </>
      }>
      <Legend facets={facets.error === undefined ? facets.data : undefined} />
      <Answered answer={answer} what="the timeline">
        {(data) => data.buckets.length ? <Bars drawn={data} chosen={chosen} svg={svg} /> : <Empty>No dated event fits these filters.</Empty>}
      </Answered>
    </Panel>
  );
}

function TimeNote({ drawn }: { drawn: Drawn }) {
  const parts = [
    drawn.before ? `${count(drawn.before)} earlier` : "",
    drawn.after ? `${count(drawn.after)} later` : "",
    drawn.undated ? `${count(drawn.undated)} without a day` : "",
  ].filter(Boolean);
  return <>{parts.length ? `not drawn: ${parts.join(", ")}` : ""}</>;
}

// The key to the colours is a filter too.
function Legend({ facets }: { facets: Facets | undefined }) {
  const chosen = valuesOf(filter.value, "quad");
  return (
    <div class="legend" role="group" aria-label="Quad class">
      {kQuads.map((quad) => (
        <button key={quad} type="button" class="legend-key" aria-pressed={chosen.includes(String(quad))}
          onClick={() => setFilter(toggle(filter.value, "quad", String(quad)))}>
          <Sign quad={quad} size={13} />
          <span>{kQuadNames[quad]}</span>
          <span class="number">{facets ? count(facets.quad[quad] ?? 0) : ""}</span>
        </button>
      ))}
    </div>
  );
}

function choose(first: number, last: number): void {
  setFilter(add(without(filter.value, kDayFields), `day:${toIso(first)}..${toIso(last)}`));
}

function Range({ chosen }: { chosen: { start: string; end: string } | undefined }) {
  const change = (start: string, end: string) => {
    const others = without(filter.value, kDayFields);
    setFilter(start || end ? add(others, `day:${start}..${end}`) : others);
  };
  return (
    <span class="range">
      <input type="date" aria-label="From day" value={chosen?.start ?? ""} onChange={(event) => change(event.currentTarget.value, chosen?.end ?? "")} />
      <span aria-hidden="true">–</span>
      <input type="date" aria-label="To day" value={chosen?.end ?? ""} onChange={(event) => change(chosen?.start ?? "", event.currentTarget.value)} />
      {chosen && <button type="button" class="icon-button" aria-label="All days" title="All days" onClick={() => change("", "")}>×</button>}
    </span>
  );
}

interface BarsProps { drawn: Drawn; chosen: { start: string; end: string } | undefined; svg: preact.RefObject<SVGSVGElement> }

function Bars({ drawn: { buckets, by }, chosen, svg }: BarsProps) {
  const [box, width] = useWidth<HTMLDivElement>();
  const [drag, setDrag] = useState<{ from: number; to: number } | undefined>();
  const held = useRef<number | undefined>(undefined);
  const first = buckets[0]!.start, last = buckets[buckets.length - 1]!.end;
  const x = (day: number) => ((day - first) / (last - first)) * width;
  const dayAt = (px: number) => first + Math.min(Math.max(px / Math.max(width, 1), 0), 0.999999) * (last - first);

  const tops = useMemo(() => buckets.map(({ counts }) => [counts[0] + counts[1], counts[2] + counts[3]] as const), [buckets]);
  const up = Math.max(1, ...tops.map(([good]) => good)), down = Math.max(1, ...tops.map(([, bad]) => bad));
  const room = kHeight - kTop - kFoot, unit = room / (up + down), line = kTop + up * unit;

  // One path a class: thousands of bars cost no more than four elements. Deeds stand next to the line, words beyond them.
  const paths = useMemo(() => {
    const made: [string, string, string, string] = ["", "", "", ""];
    for (const { start, end, counts } of buckets) {
      const left = x(start), full = x(end) - left, wide = Math.max(full - (full > 4 ? 1 : 0), 0.8);
      const bar = (quad: number, y: number, h: number) => {
        if (h > 0) made[quad - 1] += `M${left.toFixed(1)} ${y.toFixed(1)}h${wide.toFixed(1)}v${h.toFixed(1)}h${(-wide).toFixed(1)}z`;
      };
      bar(2, line - counts[1] * unit, counts[1] * unit);
      bar(1, line - (counts[0] + counts[1]) * unit, counts[0] * unit);
      bar(4, line, counts[3] * unit);
      bar(3, line + counts[3] * unit, counts[2] * unit);
    }
    return made;
  }, [buckets, width, unit, line]);

  const inBucket = (day: number) => buckets.find((bucket) => day >= bucket.start && day < bucket.end);
  const px = (event: PointerEvent) => event.clientX - box.current!.getBoundingClientRect().left;
  const begin = (event: PointerEvent) => {
    if (event.button !== 0) return;
    const day = dayAt(px(event));
    // The far edge stays where the pointer takes hold of a near one.
    const edges = chosen ? [chosen.start ? toDay(chosen.start) : first, chosen.end ? toDay(chosen.end) + 1 : last] : [];
    const near = edges.findIndex((edge) => Math.abs(x(edge) - px(event)) < 7);
    held.current = near >= 0 ? edges[1 - near]! - (near === 0 ? 1 : 0) : day;
    setDrag({ from: held.current, to: day });
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    event.preventDefault();
  };
  const move = (event: PointerEvent) => {
    const day = dayAt(px(event));
    if (held.current !== undefined) setDrag({ from: held.current, to: day });
    const bucket = inBucket(day);
    const range = held.current === undefined ? undefined : snapped(held.current, day);
    if (range) showTip(event, sayDays({ start: toIso(range[0]), end: toIso(range[1]) }));
    else if (bucket) showTip(event, <BucketTip bucket={bucket} by={by} />);
    else hideTip();
  };
  const snapped = (a: number, b: number): [number, number] => [floorTo(Math.min(a, b), by), after(floorTo(Math.max(a, b), by), by) - 1];
  const end = () => {
    if (drag) choose(...snapped(drag.from, drag.to));
    held.current = undefined;
    setDrag(undefined);
  };

  const brush = drag ? snapped(drag.from, drag.to)
    : chosen ? [chosen.start ? toDay(chosen.start) : first, chosen.end ? toDay(chosen.end) : last] as const : undefined;
  const left = brush && Math.max(0, x(brush[0])), right = brush && Math.min(width, x(brush[1] + 1));
  const peak = (n: number) => (n >= 2 ? count(n) : "");

  return (
    <div class="timeline" ref={box} onPointerDown={begin} onPointerMove={move} onPointerUp={end}
      onPointerCancel={() => { held.current = undefined; setDrag(undefined); }} onPointerLeave={hideTip}>
      {width > 0 && (
        <svg ref={svg} width={width} height={kHeight} viewBox={`0 0 ${width} ${kHeight}`} role="img"
          aria-label={`Events by ${by} from ${sayDay(toIso(first))} to ${sayDay(toIso(last - 1))}; cooperation above the line, conflict below. The date fields above choose days.`}>
          {brush && <rect class="brush" x={left} y={0} width={Math.max(right! - left!, 2)} height={kHeight - kFoot} />}
          {ticks(first, last, Math.max(2, Math.floor(width / 84))).map(({ day, label, major }) => (
            <g key={day}>
              <line class="grid" x1={x(day)} x2={x(day)} y1={kTop} y2={kHeight - kFoot + 4} />
              <text class={major ? "tick major" : "tick"} x={x(day)} y={kHeight - 5} text-anchor={x(day) < 24 ? "start" : x(day) > width - 24 ? "end" : "middle"}>{label}</text>
            </g>
          ))}
          <path class="q1 area" d={paths[0]} /><path class="q2 area" d={paths[1]} />
          <path class="q3 area" d={paths[2]} /><path class="q4 area" d={paths[3]} />
          <line class="axis" x1={0} x2={width} y1={line} y2={line} />
          <text class="peak" x={2} y={kTop + 8}>{peak(up)}</text>
          <text class="peak" x={2} y={kHeight - kFoot - 2}>{peak(down)}</text>
          {brush && [left!, right!].map((edge, i) => <line key={i} class="edge" x1={edge} x2={edge} y1={0} y2={kHeight - kFoot} />)}
        </svg>
      )}
    </div>
  );
}

function BucketTip({ bucket, by }: { bucket: Bucket; by: By }) {
  const range = { start: toIso(bucket.start), end: toIso(bucket.end - 1) };
  return (
    <>
      <strong>{by === "month" ? sayDay(range.start.slice(0, 7)) : by === "year" ? range.start.slice(0, 4) : sayDays(range)}</strong>
      {kQuads.map((quad) => bucket.counts[quad - 1]! > 0 && (
        <span class="tip-row" key={quad}><Sign quad={quad} size={12} />{kQuadNames[quad]}<b>{count(bucket.counts[quad - 1]!)}</b></span>
      ))}
    </>
  );
}
