import { describe, expect, it } from "vitest";
import { runs, slice, unitsOf } from "./offsets";

describe("code points to UTF-16", () => {
  it("changes nothing without characters outside the basic plane", () => {
    const units = unitsOf("Minsk, Šiauliai – “ja”");
    expect([0, 5, 22].map(units)).toEqual([0, 5, 22]);
  });
  it("counts a character outside the basic plane once", () => {
    const text = "🚂 left 𐌰 Kyiv 👩‍🚒 today";
    const start = [...text].join("").indexOf("Kyiv");
    const codePoints = [...text.slice(0, start)].length;
    expect(slice(text, { start: codePoints, end: codePoints + 4 })).toBe("Kyiv");
  });
  it("agrees with the iterator of code points at every border", () => {
    const text = "a🚂b𐌰cü—d";
    const units = unitsOf(text);
    let at = 0, n = 0;
    for (const letter of text) {
      expect(units(n++)).toBe(at);
      at += letter.length;
    }
    expect(units(n)).toBe(text.length);
    expect(units(n + 5)).toBe(text.length);
    expect(units(-1)).toBe(0);
  });
  it("lets half a pair stand", () => {
    expect(unitsOf("a\ud83d b")(2)).toBe(2);
  });
});

describe("runs", () => {
  it("give the text back and part where marks overlap", () => {
    const text = "the 🚂 border police detained";
    const made = runs(text, [{ start: 0, end: 19, what: "actor" }, { start: 6, end: 28, what: "sentence" }]);
    expect(made.map((run) => run.text).join("")).toBe(text);
    expect(made.map((run) => run.marks.map((mark) => mark.what).sort())).toEqual([["actor"], ["actor", "sentence"], ["sentence"]]);
  });
  it("pass over marks that are empty or past the end", () => {
    expect(runs("abc", [{ start: 2, end: 2, what: 1 }, { start: 9, end: 12, what: 2 }])).toHaveLength(1);
    expect(runs("", [{ start: 0, end: 3, what: 1 }])).toEqual([]);
  });
});
