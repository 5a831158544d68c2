// Who acts on whom: countries against countries. The sign tells the mean score, its size how many events.
import { useMemo, useRef } from "preact/hooks";
import { address, type Dyad } from "../api";
import { pictures, type Exports } from "../export";
import { condition, replace, valuesOf, without } from "../filter";
import { count, country as nameOf, score as sayScore } from "../format";
import { Panel } from "../parts/panel";
import { rovingKeys } from "../parts/roving";
import { Shape, Sign } from "../parts/sign";
import { Answered, Empty } from "../parts/states";
import { tipFor } from "../parts/tip";
import { kQuads, quadOfScore } from "../quads";
import { filter, setFilter, useAnswer, useWidth } from "../state";

export function Dyads() {
  const pair = [valuesOf(filter.value, "actor"), valuesOf(filter.value, "recipient")];
  // With a dyad chosen the others stay in sight.
  const both = pair.every((values) => values.length === 1);
  const query = { filter: both ? without(filter.value, ["actor", "recipient"]) : filter.value, limit: 600 };
  const answer = useAnswer<{ dyads: Dyad[] }>("dyads", query);
  const svg = useRef<SVGSVGElement>(null);
  const known = answer.data?.dyads.filter((dyad) => dyad.actor !== "---" && dyad.recipient !== "---") ?? [];
  const exports: Exports = {
    file: "dyads", api: address("dyads", query),
    csv: () => (answer.data?.dyads ?? []).map(({ actor, recipient, count, score, quads }) => ({
      actor, recipient, count, score, verbal_cooperation: quads[0], material_cooperation: quads[1], verbal_conflict: quads[2], material_conflict: quads[3],
    })),
    json: () => answer.data,
    ...pictures(() => svg.current),
  };
  return (
    <Panel name="dyads" title="Who to whom" note="rows act, columns receive" exports={exports}>
      <Answered answer={answer} what="the dyads">
        {() => known.length ? <Matrix dyads={known} chosen={both ? [pair[0]![0]!, pair[1]![0]!] : undefined} svg={svg} />
          : <Empty>No event here has a country on both sides.</Empty>}
      </Answered>
    </Panel>
  );
}

interface MatrixProps { dyads: Dyad[]; chosen: [string, string] | undefined; svg: preact.RefObject<SVGSVGElement> }

function Matrix({ dyads, chosen, svg }: MatrixProps) {
  const [box, width] = useWidth<HTMLDivElement>();
  const wide = width > 370, left = wide ? 118 : 44, top = 26;
  const room = Math.max(5, Math.min(16, Math.floor((width - left) / 30)));
  const names = useMemo(() => {
    const totals = new Map<string, number>();
    for (const { actor, recipient, count } of dyads) {
      totals.set(actor, (totals.get(actor) ?? 0) + count);
      if (recipient !== actor) totals.set(recipient, (totals.get(recipient) ?? 0) + count);
    }
    return [...totals].sort((a, b) => b[1] - a[1]).slice(0, room).map(([code]) => code);
  }, [dyads, room]);
  const cell = Math.min(44, (width - left - 1) / Math.max(names.length, 1)), tall = Math.min(cell, 34);
  const place = new Map(names.map((code, i) => [code, i]));
  const drawn = dyads.filter(({ actor, recipient }) => place.has(actor) && place.has(recipient))
    .sort((a, b) => place.get(a.actor)! - place.get(b.actor)! || place.get(a.recipient)! - place.get(b.recipient)!);
  const most = Math.max(1, ...drawn.map(({ count }) => count)), largest = tall * 0.72;
  const height = top + tall * names.length + 2;
  return (
    <div class="matrix" ref={box} onKeyDown={rovingKeys}>
      {width > 0 && (
        <svg ref={svg} width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="group" aria-label="Events from actor to recipient. Arrow keys walk through the dyads.">
          {names.map((code, i) => (
            <g key={code} aria-hidden="true">
              <line class="grid" x1={left} x2={left + cell * names.length} y1={top + tall * i} y2={top + tall * i} />
              <rect class="self" x={left + cell * i} y={top + tall * i} width={cell} height={tall} />
              <text class="column" x={left + cell * (i + 0.5)} y={top - 9} text-anchor="middle">{code}</text>
              <text class="row" x={left - 10} y={top + tall * (i + 0.5) + 4} text-anchor="end">{wide ? short(nameOf(code)) : code}</text>
            </g>
          ))}
          {drawn.map((dyad, i) => {
            const x = left + cell * place.get(dyad.recipient)!, y = top + tall * place.get(dyad.actor)!;
            const quad = quadOfScore(dyad.score), isChosen = chosen?.[0] === dyad.actor && chosen[1] === dyad.recipient;
            const press = () => setFilter(isChosen ? without(filter.value, ["actor", "recipient"])
              : replace(filter.value, [condition("actor", dyad.actor), condition("recipient", dyad.recipient)]));
            return (
              <g key={`${dyad.actor}>${dyad.recipient}`} class={isChosen ? "dyad chosen" : "dyad"} role="button" data-item tabindex={i === 0 ? 0 : -1}
                aria-label={`${nameOf(dyad.actor)} to ${nameOf(dyad.recipient)}: ${count(dyad.count)} events, mean score ${sayScore(dyad.score)}`} aria-pressed={isChosen}
                onClick={press} {...tipFor(() => <DyadTip dyad={dyad} />)}>
                <rect class="cell" x={x + 1} y={y + 1} width={cell - 2} height={tall - 2} rx={3} />
                <Shape quad={quad} x={x + cell / 2} y={y + tall / 2} size={Math.max(4, largest * (dyad.count / most) ** 0.4)} />
              </g>
            );
          })}
        </svg>
      )}
    </div>
  );
}

const short = (name: string) => (name.length > 16 ? `${name.slice(0, 15)}…` : name);

function DyadTip({ dyad }: { dyad: Dyad }) {
  return (
    <>
      <strong>{nameOf(dyad.actor)} → {nameOf(dyad.recipient)}</strong>
      <span>{count(dyad.count)} events, mean score {sayScore(dyad.score)}</span>
      <span class="tip-row">{kQuads.map((quad) => <span key={quad} class="tip-quad"><Sign quad={quad} size={12} />{dyad.quads[quad - 1]}</span>)}</span>
    </>
  );
}
