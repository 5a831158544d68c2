import { describe, expect, it } from "vitest";
import { kStart, read, twin, write } from "./url";

describe("the address", () => {
  it("is empty at the start", () => {
    expect(write(kStart)).toBe("");
    expect(read("")).toEqual(kStart);
  });
  it("gives every state back", () => {
    const state = { ...kStart, filter: 'actor:"RUS GOV" date:2021..2022 text:"a&b=c#ü"', by: "week" as const, zoom: true, sort: "-reports",
      level: "code" as const, entry: "e1:00ff", record: "k1:00aa", paste: true, tab: "views" as const };
    expect(read(write(state))).toEqual(state);
  });
  it("has a twin that is data", () => {
    expect(twin(kStart)).toBe("/.json");
    expect(twin({ ...kStart, filter: "actor:RUS day:2021", level: "code" })).toBe("/.json?q=actor%3ARUS+day%3A2021&level=code");
  });
  it("falls back where it makes no sense", () => {
    expect(read("?by=hour&sort=colour&level=7&tab=x&zoom=yes&q=a")).toEqual({ ...kStart, filter: "a" });
  });
});
