// Reads the explanation that `kronika explain` writes for a terminal: names of fields two columns in, what is said of them further in.
import type { EventRecord } from "../api";

export interface Reason { field: string; lines: string[] }

export function reasons(text: string): Reason[] {
  const found: Reason[] = [];
  for (const line of text.split("\n")) {
    const field = /^ {2}([a-z][a-z ]{0,12}?) {2,}(\S.*)$/.exec(line), more = /^ {10,}(\S.*)$/.exec(line);
    if (field) found.push({ field: field[1]!, lines: [field[2]!] });
    else if (more && found.length) found[found.length - 1]!.lines.push(more[1]!);
  }
  return found.map(({ field, lines }) => ({ field, lines: joined(lines) }));
}

// Lines that were broken to fit are put together; what begins a new remark stays apart.
function joined(lines: string[]): string[] {
  const made: string[] = [];
  for (const line of lines) {
    if (made.length && !/^(next best|the model|chosen|[A-Z-]{3} |[A-Z]{3,}:)/.test(line)) made[made.length - 1] += ` ${line}`;
    else made.push(line);
  }
  return made;
}

// "model/next AID, 0.02": what the model would have taken next; it may be "no event".
export function runnerUp(record: EventRecord): { event: string; chance: number } | undefined {
  for (const { rule } of record.why ?? []) {
    const found = /^model\/next (.+), ([\d.]+)$/.exec(rule);
    if (found) return { event: found[1]!, chance: Number(found[2]) };
  }
  return undefined;
}

// The names of docs/record.md in words. What begins so was weighed by a model; all else follows from a rule.
const kWeighed: Record<string, string> = {
  slot: "stands where the codebook looks for it", position: "stands in the sentence as this side does", nearness: "is named near",
  story: "has this part in the story", kind: "is of the kind that does so", counterpart: "fits the other side", speech: "speaks, or is spoken of",
  elsewhere: "has this part in the article’s other events",
};
const kCountryOf: Record<string, string> = { story: "the country of the story", sentence: "a country of the sentence", clause: "a country of the clause", noun: "a country that the noun names" };
const kRules: Record<string, string> = {
  "context/implied": "no words name it; its part in the story says who it is", "place/own": "in the clause of the event", "place/scene": "where the paragraph is set",
  "place/dateline": "the dateline", "place/lead": "the first sentences", "place/at-home": "at home", expression: "words that say when", context: "a day named elsewhere",
  publication: "the day of publication", dateline: "the dateline", reported: "words of saying", name: "a known name", office: "an office", role: "a noun that says what it is",
  place: "a seat that stands for its government", coreference: "refers to what was named before",
};

export interface Told { by: "rule" | "model"; words: string }

// Why a field is what it is, for one of its rules; nothing for the runner-up, which is told apart.
export function told(field: string, rule: string): Told | undefined {
  const [group = "", rest = ""] = rule.split("/");
  if (rule.startsWith("model/next")) return undefined;
  if (group === "model") return { by: "model", words: `reads ${rest.replaceAll("_", " ")}` };
  if (group === "party") return { by: "model", words: kWeighed[rest] ?? rest };
  if (group === "country") return { by: "model", words: kCountryOf[rest] ?? rest };
  if (rest === "weighed") return { by: "model", words: "weighed against the others" };
  if (field === "event") return { by: "rule", words: `codebook, ${rule}` };
  return { by: "rule", words: kRules[rule] ?? rule.replaceAll("_", " ") };
}
