import { describe, expect, it } from "vitest";
import { add, conditions, daysOf, fieldOf, fromTyped, quote, remove, replace, toggle, valueOf, valuesOf, without } from "./filter";

describe("taking a filter apart", () => {
  const cases: [string, string[]][] = [
    ["", []],
    ["actor:RUS recipient:UKR", ["actor:RUS", "recipient:UKR"]],
    ['actor:"RUS GOV" text:"border police"', ['actor:"RUS GOV"', 'text:"border police"']],
    ["(event:COERCE or mode:riot) party:MIL not factuality:negated", ["(event:COERCE or mode:riot)", "party:MIL", "not factuality:negated"]],
    ["event:PROTEST or event:COERCE", ["(event:PROTEST or event:COERCE)"]],
    ['text:"this or that" confidence>=0.8', ['text:"this or that"', "confidence>=0.8"]],
    ["not (quad:1 or quad:2)", ["not (quad:1 or quad:2)"]],
  ];
  it.each(cases)("%s", (filter, parts) => expect(conditions(filter)).toEqual(parts));
  it("tells field and value", () => {
    expect([fieldOf('actor:"RUS GOV"'), valueOf('actor:"RUS GOV"')]).toEqual(["actor", "RUS GOV"]);
    expect(fieldOf("confidence>=0.8")).toBe("confidence");
    expect(fieldOf("not event:AID")).toBe("");
    expect(fieldOf("(event:AID or quad:1)")).toBe("");
  });
});

describe("putting one together", () => {
  it("adds a condition once", () => expect(add("actor:RUS", "actor:RUS event:AID")).toBe("actor:RUS event:AID"));
  it("keeps an or together when it adds to it", () => expect(add("quad:1 or quad:2", "actor:RUS")).toBe("(quad:1 or quad:2) actor:RUS"));
  it("takes one out", () => expect(remove("actor:RUS quad:1", "quad:1")).toBe("actor:RUS"));
  it("leaves denials when it drops a field", () => expect(without("event:AID not event:AGREE date:2021", ["event"])).toBe("not event:AGREE date:2021"));
  it("replaces the days, not the rest", () => expect(replace("date:2020 actor:RUS", ["date:2021-05-01..2021-05-31"])).toBe("actor:RUS date:2021-05-01..2021-05-31"));
  it("toggles values of a field", () => {
    expect(toggle("actor:RUS", "quad", "1")).toBe("actor:RUS quad:1");
    expect(toggle("quad:1", "quad", "4")).toBe("quad:1,4");
    expect(toggle("quad:1,4", "quad", "1")).toBe("quad:4");
    expect(toggle("quad:4", "quad", "4")).toBe("");
    expect(valuesOf("quad:1,4", "quad")).toEqual(["1", "4"]);
  });
  it("quotes what has spaces", () => {
    expect(quote("RUS GOV")).toBe('"RUS GOV"');
    expect(quote("Šiauliai")).toBe("Šiauliai");
    expect(quote('say "no" (now)')).toBe('"say no (now)"');
  });
  it("takes plain words as words of the text", () => {
    expect(fromTyped("border police")).toBe('text:"border police"');
    expect(fromTyped(" actor:RUS  quad:1 ")).toBe("actor:RUS quad:1");
    expect(fromTyped("actor:RUS police")).toBe("actor:RUS police"); // the server says what is wrong with it
  });
});

describe("days", () => {
  it.each([
    ["2021", "2021-01-01", "2021-12-31"], ["2021-02", "2021-02-01", "2021-02-28"], ["2024-02", "2024-02-01", "2024-02-29"],
    ["2021-05-23", "2021-05-23", "2021-05-23"], ["2021-05..2021-06-12", "2021-05-01", "2021-06-12"], ["..2021", "", "2021-12-31"],
  ])("%s", (value, start, end) => expect(daysOf(value)).toEqual({ start, end }));
  it("are not in other values", () => expect([daysOf("none"), daysOf("..")]).toEqual([undefined, undefined]));
});
