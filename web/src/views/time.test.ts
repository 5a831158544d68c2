import { describe, expect, it } from "vitest";
import { after, floorTo, ticks, toDay, toIso } from "./time";

describe("buckets", () => {
  it.each([
    ["day", "2021-05-23", "2021-05-23", "2021-05-24"], ["week", "2021-05-23", "2021-05-17", "2021-05-24"],
    ["month", "2021-12-31", "2021-12-01", "2022-01-01"], ["year", "2020-02-29", "2020-01-01", "2021-01-01"], ["week", "1969-12-30", "1969-12-29", "1970-01-05"],
  ] as const)("by %s", (by, day, start, next) => {
    expect(toIso(floorTo(toDay(day), by))).toBe(start);
    expect(toIso(after(floorTo(toDay(day), by), by))).toBe(next);
  });
});

describe("ticks", () => {
  it.each([["2021-05-01", "2021-05-20"], ["2021-01-15", "2021-09-01"], ["2015-06-01", "2021-02-01"], ["1900-01-01", "2021-01-01"]])("from %s to %s keep their room", (first, last) => {
    const made = ticks(toDay(first), toDay(last), 8);
    expect(made.length).toBeGreaterThan(1);
    expect(made.length).toBeLessThanOrEqual(9);
    expect(made.every(({ day }) => day >= toDay(first) && day <= toDay(last))).toBe(true);
  });
});
