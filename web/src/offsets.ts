// Offsets of records count code points; JavaScript's strings count UTF-16 units. Here one becomes the other, and marks that may
// overlap become runs of text that can be drawn one after the other.

export interface Range { start: number; end: number }
export interface Mark<What> extends Range { what: What }
export interface Run<What> extends Range {
  text: string;
  marks: Mark<What>[]; // that cover this run, the longest first
}

// Where the code point `n` begins, in UTF-16 units; past the end: the end.
export function unitsOf(text: string): (codePoint: number) => number {
  // Most texts hold no character outside the basic plane: there both counts are the same.
  if (!/[\ud800-\udbff][\udc00-\udfff]/.test(text)) return (n) => Math.min(Math.max(n, 0), text.length);
  const starts: number[] = [];
  for (let at = 0; at < text.length; at += text.codePointAt(at)! > 0xffff ? 2 : 1) starts.push(at);
  return (n) => (n < 0 ? 0 : (starts[n] ?? text.length));
}

export function slice(text: string, range: Range): string {
  const units = unitsOf(text);
  return text.slice(units(range.start), units(range.end));
}

// The whole text in runs, each with the marks that cover it. Marks count code points; runs count UTF-16 units.
export function runs<What>(text: string, marks: Mark<What>[]): Run<What>[] {
  const units = unitsOf(text);
  const inside = marks
    .map((mark) => ({ ...mark, start: units(mark.start), end: units(mark.end) }))
    .filter((mark) => mark.start < mark.end)
    .sort((a, b) => b.end - b.start - (a.end - a.start));
  const borders = new Set([0, text.length]);
  for (const mark of inside) borders.add(mark.start).add(mark.end);
  const sorted = [...borders].sort((a, b) => a - b);
  const result: Run<What>[] = [];
  for (let i = 0; i + 1 < sorted.length; ++i) {
    const start = sorted[i]!, end = sorted[i + 1]!;
    result.push({ start, end, text: text.slice(start, end), marks: inside.filter((mark) => mark.start < end && mark.end > start) });
  }
  return result;
}
