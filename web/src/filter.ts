// The filter language (docs/store.md) as far as the page needs it: a filter is taken apart into its conditions, which the page
// shows one by one, and put together again. What a condition means only the server knows.

const kOperator = /^(?:not\s+)?([a-z.]+)(:|>=|<=|>|<|=)(.*)$/s;

// The words of a filter: quotes and brackets hold together.
function words(filter: string): string[] {
  const found: string[] = [];
  let word = "", quoted = false, depth = 0;
  for (const letter of filter) {
    if (letter === '"') quoted = !quoted;
    else if (!quoted && letter === "(") ++depth;
    else if (!quoted && letter === ")") --depth;
    if (!quoted && depth <= 0 && /\s/.test(letter)) {
      if (word) found.push(word);
      word = "";
    } else {
      word += letter;
    }
  }
  if (word) found.push(word);
  return found;
}

// The conditions that all must hold. One that has "or" outside of brackets is a single condition.
export function conditions(filter: string): string[] {
  const parts = words(filter);
  if (parts.includes("or")) return [`(${filter.trim()})`];
  const result: string[] = [];
  let before = "";
  for (const part of parts) {
    if (part === "not") before += "not ";
    else if (part !== "and") {
      result.push(before + part);
      before = "";
    }
  }
  return result;
}

export const join = (parts: string[]): string => parts.join(" ");

// The field that a condition asks of; empty for brackets and denials, which the page leaves as they are.
export function fieldOf(condition: string): string {
  if (condition.startsWith("not ")) return "";
  return kOperator.exec(condition)?.[1] ?? "";
}

export function valueOf(condition: string): string {
  const value = kOperator.exec(condition)?.[3] ?? "";
  return /^"[^"]*"$/.test(value) ? value.slice(1, -1) : value;
}

// A value as it stands in a filter.
export function quote(value: string): string {
  return /^[\p{L}\p{N}._*:-]+$/u.test(value) ? value : `"${value.replaceAll('"', "")}"`;
}

export const condition = (field: string, value: string): string => `${field}:${quote(value)}`;

export function add(filter: string, more: string): string {
  const now = conditions(filter);
  return join([...now, ...conditions(more).filter((part) => !now.includes(part))]);
}

export const remove = (filter: string, part: string): string => join(conditions(filter).filter((other) => other !== part));

// The filter without its conditions on these fields.
export function without(filter: string, fields: string[]): string {
  return join(conditions(filter).filter((part) => !fields.includes(fieldOf(part))));
}

// The filter with `parts` in place of what it asks of their fields.
export function replace(filter: string, parts: string[]): string {
  return parts.reduce(add, without(filter, parts.map(fieldOf)));
}

// Values of a field that a filter asks for: quad:1,2 gives 1 and 2.
export function valuesOf(filter: string, field: string): string[] {
  return conditions(filter)
    .filter((part) => fieldOf(part) === field && part.includes(":"))
    .flatMap((part) => (part.includes('"') ? [valueOf(part)] : valueOf(part).split(",")));
}

// Takes a value of a field in, or out if it is there.
export function toggle(filter: string, field: string, value: string): string {
  const now = valuesOf(filter, field);
  const next = now.includes(value) ? now.filter((other) => other !== value) : [...now, value];
  const rest = without(filter, [field]);
  return next.length ? add(rest, `${field}:${next.map(quote).join(",")}`) : rest;
}

// What a person typed: filter language, or else words to look for in the texts.
export function fromTyped(typed: string): string {
  const text = typed.trim();
  if (!text) return "";
  const parts = conditions(text);
  if (parts.every((part) => part.startsWith("(") || kOperator.test(part) || part.startsWith("not "))) return join(parts);
  return parts.some((part) => kOperator.test(part)) ? text : condition("text", text);
}

// The days of a condition like date:2021-05..2021-06-12, both inclusive; empty where it is open. Nothing if it names none.
export function daysOf(value: string): { start: string; end: string } | undefined {
  const [first = "", last = first] = value.split("..");
  const start = firstDay(first), end = lastDay(last);
  return start === undefined || end === undefined || (!start && !end) ? undefined : { start, end };
}

function firstDay(text: string): string | undefined {
  if (text === "") return "";
  const found = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(text);
  return found ? `${found[1]}-${found[2] ?? "01"}-${found[3] ?? "01"}` : undefined;
}

function lastDay(text: string): string | undefined {
  if (text === "") return "";
  const found = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(text);
  if (!found) return undefined;
  if (found[3]) return text;
  const last = new Date(Date.UTC(Number(found[1]), found[2] ? Number(found[2]) : 12, 0));
  return last.toISOString().slice(0, 10);
}
