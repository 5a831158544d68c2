// The parts of a record that point at words of the article, under one name and one letter each.
import type { EventRecord } from "../api";
import type { Mark } from "../offsets";

export type Part = "event" | "actor" | "recipient" | "date" | "place" | "attribution";
export const kParts: Part[] = ["event", "actor", "recipient", "date", "place", "attribution"];
export const kPartNames: Record<Part, string> = {
  event: "Event", actor: "Actor", recipient: "Recipient", date: "Time", place: "Place", attribution: "Speaker",
};

export type Side = "title" | "text";

// The marks of a record in one field of its article. Dates and places keep their offsets in `why`: the first words that their rule
// looked at.
export function marksOf(record: EventRecord, side: Side): Mark<Part>[] {
  const own: Side = record.field ?? "text";
  const marks: Mark<Part>[] = [];
  const put = (what: Part, start: number | undefined, end: number | undefined, field?: Side) => {
    if (start !== undefined && end !== undefined && end > start && (field ?? own) === side) marks.push({ what, start, end });
  };
  put("event", record.start, record.end);
  for (const party of record.actor) put("actor", party.start, party.end, party.field);
  for (const party of record.recipient) put("recipient", party.start, party.end, party.field);
  for (const what of ["date", "place"] as const) {
    if (!record[what]) continue;
    const words = record.why?.find((why) => why.field === what && why.words.length > 0)?.words[0];
    if (words) put(what, words[0], words[1]);
  }
  put("attribution", record.attribution?.start, record.attribution?.end, record.attribution?.field);
  return marks;
}
