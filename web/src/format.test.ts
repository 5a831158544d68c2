import { describe, expect, it } from "vitest";
import { days, learnNames, party, score } from "./format";

describe("days", () => {
  it.each([
    ["2021-05-23", "2021-05-23", "23 May 2021"], ["2021-05-03", "2021-05-09", "3–9 May 2021"], ["2021-05-30", "2021-06-02", "30 May – 2 Jun 2021"],
    ["2020-12-30", "2021-01-02", "30 Dec 2020 – 2 Jan 2021"], ["2021-05-01", "2021-05-31", "May 2021"], ["2020-02-01", "2020-02-29", "Feb 2020"],
    ["2021-01-01", "2021-12-31", "2021"], ["2019-01-01", "2021-12-31", "2019 – 2021"], ["2021-04-01", "2021-06-30", "Apr – Jun 2021"],
    ["2020-11-01", "2021-02-28", "Nov 2020 – Feb 2021"],
  ])("from %s to %s are %s", (start, end, said) => expect(days({ start, end })).toBe(said));
});

describe("codes", () => {
  it("are read as a name and sectors", () => {
    expect(party("--- REB")).toEqual({ name: "", sectors: "REB" });
    expect(party("nikolai-patrushev")).toEqual({ name: "Nikolai Patrushev", sectors: "" });
  });
  it("are called by the names that the server knows", () => {
    learnNames({ "luiz-inacio-lula-da-silva": "Luiz Inácio Lula da Silva" });
    learnNames(undefined);
    expect(party("luiz-inacio-lula-da-silva")).toEqual({ name: "Luiz Inácio Lula da Silva", sectors: "" });
  });
  it("scores have a sign", () => expect([score(2.04), score(-3.8), score(0)]).toEqual(["+2", "−3.8", "0"]));
});
