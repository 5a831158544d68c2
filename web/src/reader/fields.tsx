// The fields of a record. Hovering one lights up its words in the article, and the other way round.
import type { ComponentChildren } from "preact";
import type { EventRecord, Party } from "../api";
import { country, days, party as partyName, percent, score, sentence } from "../format";
import { Sign } from "../parts/sign";
import { kQuadNames, asQuad } from "../quads";
import { lit } from "./article";
import { kPartNames, type Part } from "./parts_of";

export function Fields({ record }: { record: EventRecord }) {
  const { place, attribution } = record;
  return (
    <dl class="fields">
      <Field part="event">
        <strong>{record.event}</strong>{record.mode.length > 0 && ` ${record.mode.join(", ")}`}
        <span class="field-note"><Sign quad={record.quad} size={12} /> {kQuadNames[asQuad(record.quad)]}, score {score(record.score)}{record.cameo && `, CAMEO ${record.cameo}`}</span>
      </Field>
      <Field part="actor"><PartyList parties={record.actor} none="the text names nobody" /></Field>
      <Field part="recipient"><PartyList parties={record.recipient} none="the text names nobody" /></Field>
      <Field part="date">{record.date ? <>{days(record.date)}{record.date.text && <span class="field-note">“{record.date.text}”{record.date.by && `, ${record.date.by}`}</span>}</> : <None>the text does not say when</None>}</Field>
      <Field part="place">{place ? <>{place.name}{place.country && place.country !== "---" && country(place.country) !== place.name && `, ${country(place.country)}`}
        <span class="field-note">{[place.admin1, place.precision].filter((word) => word && word !== place.name).join(", ")}</span></> : <None>the text does not say where</None>}</Field>
      <Field part="attribution">{attribution ? <>{attribution.text ?? attribution.code}
        <span class="field-note">{[attribution.code, attribution.cue && `“${attribution.cue}”`, attribution.quoted && "quoted"].filter(Boolean).join(", ")}</span></> : <None>the article’s own words</None>}</Field>
      <div class="field plain"><dt>Factuality</dt><dd>{sentence(record.factuality)}</dd></div>
      <div class="field plain"><dt>Confidence</dt><dd><Meter value={record.confidence} /></dd></div>
      {record.context.length > 0 && <div class="field plain"><dt>Context</dt><dd>{record.context.map(sentence).join(", ")}</dd></div>}
    </dl>
  );
}

const None = ({ children }: { children: ComponentChildren }) => <span class="faint">{children}</span>;

function Field({ part, children }: { part: Part; children: ComponentChildren }) {
  return (
    <div class={`field${lit.value === part ? " lit" : ""}`} data-field={part} onPointerEnter={() => (lit.value = part)} onPointerLeave={() => (lit.value = undefined)}>
      <dt><span class={`swatch part-${part}`} aria-hidden="true" />{kPartNames[part]}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function PartyList({ parties, none }: { parties: Party[]; none: string }) {
  if (!parties.length) return <None>{none}</None>;
  return (
    <>
      {parties.map((party, i) => {
        const { name, sectors } = partyName(party.code);
        return (
          <span class="party" key={i}>
            {party.name ?? name}{sectors && <span class="sector"> {sectors}</span>}
            <span class="field-note">{[party.name && name, party.role, party.text && party.text !== party.name && `“${party.text}”`, party.by].filter(Boolean).join(", ")}</span>
          </span>
        );
      })}
    </>
  );
}

function Meter({ value }: { value: number }) {
  return (
    <span class="meter">
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="meter-all" width="100" height="4" /><rect class="meter-now" width={value * 100} height="4" /></svg>
      <span class="number">{percent(value)}</span>
    </span>
  );
}
