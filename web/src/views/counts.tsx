// What there is of each category, certainty, paper and country; each line is a filter.
import { tablePicture, raster, type Exports } from "../export";
import { toggle, valuesOf } from "../filter";
import { count, country as nameOf, sentence } from "../format";
import { address, type Facets } from "../api";
import { Panel } from "../parts/panel";
import { Sign } from "../parts/sign";
import { Answered, Empty } from "../parts/states";
import { kEventHints } from "../quads";
import { filter, setFilter, vocabulary, type Answer } from "../state";

const kGroups = [["event", "Category"], ["factuality", "Factuality"], ["country", "Country of the place"], ["publisher", "Publisher"]] as const;
const kShown = 16;

export function Counts({ facets }: { facets: Answer<Facets> }) {
  const rows = () => kGroups.flatMap(([field]) => Object.entries(facets.data?.[field] ?? {}).map(([value, n]) => ({ field, value, count: n })));
  const svg = () => tablePicture("Counts", ["field", "value", "count"], rows().map((row) => [row.field, row.value, row.count]), [120, 240, 80]);
  const exports: Exports = { file: "counts", api: address("facets", { filter: filter.value }), csv: rows, json: () => facets.data, svg, png: () => raster(svg()) };
  return (
    <Panel name="counts" title="Counts" exports={exports}>
      <Answered answer={facets} what="the counts">
        {(data) => Object.keys(data.event ?? {}).length ? (
          <div class="counts">{kGroups.map(([field, title]) => <Group key={field} field={field} title={title} counts={data[field] ?? {}} />)}</div>
        ) : <Empty>Nothing to count.</Empty>}
      </Answered>
    </Panel>
  );
}

function Group({ field, title, counts }: { field: string; title: string; counts: Record<string, number> }) {
  const rows = Object.entries(counts).filter(([value]) => value && value !== "---").sort((a, b) => b[1] - a[1]).slice(0, kShown);
  const most = Math.max(1, ...rows.map(([, n]) => n)), chosen = valuesOf(filter.value, field);
  const quads = new Map(vocabulary.value?.events.map(({ event, quad }) => [event, quad]));
  if (!rows.length) return null;
  return (
    <section class={`count-group count-${field}`}>
      <h3>{title}</h3>
      <ul>
        {rows.map(([value, n]) => (
          <li key={value}>
            <button type="button" class="count-row" aria-pressed={chosen.includes(value)} onClick={() => setFilter(toggle(filter.value, field, value))}
              title={kEventHints[value]}>
              <span class="count-name">
                {field === "event" && <Sign quad={quads.get(value) ?? 1} size={12} />}
                {field === "country" ? nameOf(value) : field === "factuality" ? sentence(value) : value}
              </span>
              <span class="number">{count(n)}</span>
              <svg class="count-bar" viewBox="0 0 100 2" preserveAspectRatio="none" aria-hidden="true"><rect width={(n / most) * 100} height="2" /></svg>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
