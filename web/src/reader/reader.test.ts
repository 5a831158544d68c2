import { describe, expect, it } from "vitest";
import type { EventRecord } from "../api";
import { marksOf } from "./parts_of";
import { reasons, runnerUp, told } from "./why_text";

const record = {
  id: "k1:1", document: "d", event: "COERCE", mode: [], context: [], text: "detained", start: 20, end: 28, factuality: "asserted", quad: 4, score: -7, confidence: 0.9,
  actor: [{ code: "BLR COP", start: 0, end: 13 }], recipient: [{ code: "BLR CVL", start: 3, end: 9, field: "title" }],
  date: { start: "2021-05-23", end: "2021-05-23" }, place: { name: "Minsk" },
  why: [{ field: "date", rule: "expression", words: [[32, 40]] }, { field: "place", rule: "place/own", words: [[44, 49]] }],
} as unknown as EventRecord;

describe("marks of a record", () => {
  it("lie in the field that they count in", () => {
    expect(marksOf(record, "title")).toEqual([{ what: "recipient", start: 3, end: 9 }]);
    expect(marksOf(record, "text").map(({ what, start }) => [what, start])).toEqual([["event", 20], ["actor", 0], ["date", 32], ["place", 44]]);
  });
});

describe("why", () => {
  it.each([
    ["event", "coerce/arrest", "rule"], ["event", "model/SANCTION", "model"], ["actor", "party/slot", "model"], ["actor", "country/story", "model"],
    ["actor", "role", "rule"], ["place", "place/own", "rule"], ["place", "place/weighed", "model"], ["factuality", "model/asserted", "model"],
  ])("%s by %s is of a %s", (field, rule, by) => expect(told(field, rule)?.by).toBe(by));
  it("tells the runner-up apart, also when it is no event", () => {
    expect(told("event", "model/next no event, 0.08")).toBeUndefined();
    expect(runnerUp({ why: [{ field: "event", rule: "model/next no event, 0.08", words: [] }] } as unknown as EventRecord)).toEqual({ event: "no event", chance: 0.08 });
  });
});

describe("the explanation", () => {
  it("is read field by field, with lines that the terminal broke put together", () => {
    const text = "k1:a9  CONSULT\n  “They met.” (sentence 2 of the text)\n  event         CONSULT: “met”, in the codebook\n                next best AGREE, 0.00\n" +
      "  actor         GRC GOV: “The Greek minister”, the role\n                noun “minister”\n                chosen because it stands in the sentence as this side\n                does\n  confidence    0.98\n";
    expect(reasons(text)).toEqual([
      { field: "event", lines: ["CONSULT: “met”, in the codebook", "next best AGREE, 0.00"] },
      { field: "actor", lines: ["GRC GOV: “The Greek minister”, the role noun “minister”", "chosen because it stands in the sentence as this side does"] },
      { field: "confidence", lines: ["0.98"] },
    ]);
  });
});
