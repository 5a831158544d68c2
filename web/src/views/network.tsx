// The actors as a network. What draws it (sigma) is loaded when the view first comes into sight.
import { useEffect, useRef, useState } from "preact/hooks";
import { address, type Network } from "../api";
import type { Exports } from "../export";
import { condition, replace } from "../filter";
import { count, country as nameOf, learnNames, party, score as sayScore } from "../format";
import { Panel } from "../parts/panel";
import { Sign } from "../parts/sign";
import { Answered, Empty } from "../parts/states";
import { quadOfScore } from "../quads";
import { filter, go, page, setFilter, useAnswer } from "../state";
import { dark } from "../theme";
import type { Drawn } from "./network_drawing";

const kTies = 6;

export function NetworkView() {
  const [seen, setSeen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const watch = new IntersectionObserver(([entry]) => { if (entry?.isIntersecting) setSeen(true); }, { threshold: 0.25 });
    if (box.current) watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  const level = page.value.level;
  const query = { filter: filter.value, level, limit: 80 };
  const answer = useAnswer<Network>(seen ? "network" : undefined, query);
  const drawn = useRef<Drawn | undefined>(undefined);
  const exports: Exports = {
    file: "network", api: address("network", query),
    csv: () => (answer.data?.edges ?? []).map(({ actor, recipient, count, score }) => ({ actor, recipient, count, score })),
    json: () => answer.data,
    svg: () => drawn.current?.svg() ?? Promise.reject(new Error("The network is not drawn yet.")),
    png: () => drawn.current?.png() ?? Promise.reject(new Error("The network is not drawn yet.")),
  };
  return (
    <Panel name="network" title="Network" exports={exports} controls={
      <label class="select"><span class="hidden">Actors as</span>
        <select value={level} onChange={(event) => go({ level: event.currentTarget.value as "country" | "code" })}>
          <option value="country">Countries</option>
          <option value="code">Countries and sectors</option>
        </select>
      </label>
    }>
      <div ref={box}>
        {!seen ? <div class="state" /> : (
          <Answered answer={answer} what="the network">
            {(data) => data.edges.length ? <Graph data={data} keep={(now) => (drawn.current = now)} /> : <Empty>No event here has actors on both sides.</Empty>}
          </Answered>
        )}
      </div>
    </Panel>
  );
}

function choose(actor: string, recipient?: string): void {
  setFilter(replace(filter.value, recipient ? [condition("actor", actor), condition("recipient", recipient)] : [condition("party", actor)]));
}

function Graph({ data, keep }: { data: Network; keep: (drawn: Drawn | undefined) => void }) {
  const box = useRef<HTMLDivElement>(null);
  const [problem, setProblem] = useState("");
  const [drawn, setDrawn] = useState<Drawn>();
  useEffect(() => {
    let gone = false, made: Drawn | undefined;
    import("./network_drawing").then(({ openDrawing }) => {
      if (gone || !box.current) return;
      made = openDrawing(box.current, choose);
      setDrawn(made);
      keep(made);
    }).catch((error: unknown) => setProblem(`The network cannot be drawn here: ${error instanceof Error ? error.message : String(error)}`));
    return () => {
      gone = true;
      made?.end();
      keep(undefined);
    };
  }, []);
  useEffect(() => learnNames(Object.fromEntries(data.nodes.filter(({ id }) => /^[a-z]/.test(id)).map(({ id, label }) => [id, label]))), [data]);
  useEffect(() => drawn?.show(data), [drawn, data, dark.value]);
  const ties = data.edges.filter((edge) => edge.actor !== edge.recipient).sort((a, b) => b.count - a.count).slice(0, kTies);
  const label = (code: string) => { const { name, sectors } = party(code); return [name || nameOf(code), sectors].filter(Boolean).join(" "); };
  return (
    <>
      {problem ? <Empty>{problem}</Empty> : <div class="graph" ref={box} role="img" aria-label={`Network of ${data.nodes.length} actors; the strongest ties are listed below.`} />}
      <ol class="ties">
        {ties.map((tie) => (
          <li key={`${tie.actor}>${tie.recipient}`}>
            <button type="button" class="tie" onClick={() => choose(tie.actor, tie.recipient)}>
              <Sign quad={quadOfScore(tie.score)} size={12} label />
              <span class="tie-names">{label(tie.actor)} → {label(tie.recipient)}</span>
              <span class="number">{count(tie.count)}</span>
              <span class="number faint">{sayScore(tie.score)}</span>
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}
