// What the keys do, and the filter language in brief.
import { signal } from "@preact/signals";
import { page } from "../state";
import { twin } from "../url";
import { Dialog } from "./dialog";

export const helping = signal(false);

const kKeys: [string, string][] = [
  ["j / k", "next, previous entry"], ["Enter", "open the entry"], ["Esc", "close what is open"], ["/", "search"],
  ["a", "accept the record"], ["r", "reject it: no event"], ["e", "edit it"], ["u", "undo the last correction"], ["?", "this help"],
];
const kFilters: [string, string][] = [
  ["actor:RUS recipient:UKR", "who acts on whom: countries, sectors (GOV, MIL …), or both: actor:\"RUS GOV\""],
  ["party:SYR", "on either side"],
  ["event:COERCE,ASSAULT mode:arrest", "categories and modes"],
  ["date:2021-05..2021-07", "days of the event; published: those of the article; day: either"],
  ["country:BLR place:Minsk", "where it happened; near:53.9,27.6,50 within 50 km"],
  ["text:\"border police\"", "words of the article; protest* begins a word"],
  ["confidence>=0.8 not factuality:negated", "and: or, not, brackets"],
  ["review:corrected", "accepted, corrected, rejected, none"],
];

export function Help() {
  if (!helping.value) return null;
  return (
    <Dialog title="Keys and filters" close={() => (helping.value = false)} wide>
      <div class="help">
        <section><h3>Keys</h3><dl>{kKeys.map(([key, words]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{words}</dd></div>)}</dl></section>
        <section><h3>Filters</h3><dl>{kFilters.map(([text, words]) => <div key={text}><dt><code>{text}</code></dt><dd>{words}</dd></div>)}</dl></section>
      </div>
      <p class="faint">Every click in a view adds a filter; every chip takes one away. The address of the page holds all of it: copy it to come back. <a href={twin(page.value)} target="_blank" rel="noopener">The same as data</a> is there with <code>.json</code> before its question mark.</p>
    </Dialog>
  );
}
