// Numbers, days and names as people read them. English, as the texts are.
import { signal } from "@preact/signals";

const kMonths = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export const count = (n: number): string => n.toLocaleString("en");
export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;

export function day(iso: string | undefined): string {
  const [year, month, date] = (iso ?? "").split("-");
  if (!year) return "";
  return [date && String(Number(date)), month && kMonths[Number(month) - 1], year].filter(Boolean).join(" ");
}

// Whole months and years by their names: "May 2021", "2021".
export function days(range: { start: string; end: string } | undefined): string {
  if (!range) return "";
  const { start, end } = range;
  if (start === end) return day(start);
  const whole = start.endsWith("-01") && end === lastOfMonth(end);
  if (whole && start.endsWith("-01-01") && end.endsWith("-12-31")) return span(start.slice(0, 4), end.slice(0, 4));
  if (whole) return start.slice(0, 4) === end.slice(0, 4) ? span(day(start.slice(0, 7)), day(end.slice(0, 7)), " ") : span(day(start.slice(0, 7)), day(end.slice(0, 7)));
  return start.slice(0, 7) === end.slice(0, 7) ? `${Number(start.slice(8))}–${day(end)}` : span(day(start), day(end), start.slice(0, 4) === end.slice(0, 4) ? " " : "");
}

const lastOfMonth = (iso: string): string => new Date(Date.UTC(Number(iso.slice(0, 4)), Number(iso.slice(5, 7)), 0)).toISOString().slice(0, 10);

// `shared`: what ends both begins after its last such letter, and is said once: "3 May – 4 June 2021".
function span(from: string, to: string, shared = ""): string {
  if (from === to) return from;
  return `${shared ? from.slice(0, from.lastIndexOf(shared)) : from} – ${to}`;
}

export const score = (value: number): string => `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(Math.round(value * 10) / 10)}`;
export const percent = (share: number): string => `${Math.round(share * 100)} %`;
export const sentence = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");

// What is drawn with codes is drawn again once the names are known.
const countries = signal(new Map<string, string>([
  ["IGO", "Intergovernmental org."], ["UNO", "United Nations"], ["EUR", "European Union"], ["NGO", "Non-governmental org."],
  ["ISM", "Islamist group"], ["IMG", "Militant group"], ["MNC", "Company"], ["---", "Unknown"],
]));
export function learnCountries(known: { code: string; name: string }[]): void {
  countries.value = new Map([...countries.value, ...known.filter(({ code, name }) => name && name !== code).map(({ code, name }) => [code, name] as const)]);
}
export const country = (code: string): string => countries.value.get(code) ?? code;

// Public persons and organisations by the names that the knowledge base has for them; they come with the entries.
const entities = signal(new Map<string, string>());
export function learnNames(known: Record<string, string> | undefined): void {
  const fresh = Object.entries(known ?? {}).filter(([id, name]) => entities.value.get(id) !== name);
  if (fresh.length) entities.value = new Map([...entities.value, ...fresh]);
}

// "RUS GOV" and "nikolai-patrushev" as something to read: the name, and the sectors apart.
export function party(code: string): { name: string; sectors: string } {
  const [first = "", ...sectors] = code.split(" ");
  if (/^[a-z]/.test(first)) {
    const name = entities.value.get(code) ?? code.split("-").map((part) => part.charAt(0).toUpperCase() + part.slice(1)).join(" ");
    return { name, sectors: "" };
  }
  return { name: first === "---" && sectors.length ? "" : country(first), sectors: sectors.join(" ") };
}
