// The conditions that hold, one chip each. What a chip says in words stands in its title.
import { conditions, fieldOf, remove, valueOf } from "../filter";
import { country, day, days, party, sentence } from "../format";
import { daysOf } from "../filter";
import { filter, setFilter } from "../state";

export function Chips() {
  const parts = conditions(filter.value);
  if (!parts.length) return null;
  return (
    <nav class="chips" aria-label="Filters">
      {parts.map((part) => (
        <span class="chip" key={part} title={part}>
          <ChipWords part={part} />
          <button type="button" aria-label={`Remove filter ${part}`} onClick={() => setFilter(remove(filter.value, part))}>×</button>
        </span>
      ))}
      {parts.length > 1 && <button type="button" class="quiet" onClick={() => setFilter("")}>Clear all</button>}
    </nav>
  );
}

const kCountryFields = ["actor", "recipient", "party", "country"];

function ChipWords({ part }: { part: string }) {
  const field = fieldOf(part), value = valueOf(part);
  if (!field || !part.startsWith(`${field}:`)) return <code>{part}</code>;
  let words = value;
  if (["date", "published", "day"].includes(field)) {
    const range = daysOf(value);
    if (range) words = range.start && range.end ? days(range) : range.start ? `from ${day(range.start)}` : `until ${day(range.end)}`;
  } else if (kCountryFields.includes(field)) {
    words = value.split(",").map((code) => { const { name, sectors } = party(code); return [name || country(code.split(" ")[0]!), sectors].filter(Boolean).join(" "); }).join(", ");
  } else if (field === "quad") {
    words = value.split(",").map((quad) => ({ 1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict" })[quad] ?? quad).join(", ");
  }
  return <><span class="chip-field">{sentence(field)}</span><span class="chip-value">{words}</span></>;
}
