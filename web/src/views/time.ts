// Days as numbers (since 1970-01-01), and the buckets and ticks of a time axis.

export type By = "day" | "week" | "month" | "year";

export const toDay = (iso: string): number => Math.round(Date.parse(`${iso}T00:00:00Z`) / 86_400_000);
export const toIso = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

// The first day of the bucket that holds a day. Weeks begin on Monday.
export function floorTo(day: number, by: By): number {
  if (by === "day") return day;
  if (by === "week") return day - ((((day + 3) % 7) + 7) % 7); // 1970-01-01 was a Thursday
  const date = new Date(day * 86_400_000);
  return Date.UTC(date.getUTCFullYear(), by === "month" ? date.getUTCMonth() : 0, 1) / 86_400_000;
}

// The first day of the next bucket.
export function after(start: number, by: By): number {
  if (by === "day") return start + 1;
  if (by === "week") return start + 7;
  const date = new Date(start * 86_400_000);
  return Date.UTC(date.getUTCFullYear() + (by === "year" ? 1 : 0), by === "month" ? date.getUTCMonth() + 1 : 0, 1) / 86_400_000;
}

const kMonths = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

export interface Tick { day: number; label: string; major: boolean }

// At most `room` ticks from `first` to `last`: years, months or days, whichever is the finest that has room.
export function ticks(first: number, last: number, room: number): Tick[] {
  const days = last - first, found: Tick[] = [];
  const steps: [number, (date: Date) => Date][] = [
    [1, (d) => new Date(Date.UTC(d.getUTCFullYear(), d.getUTCMonth(), d.getUTCDate() + 1))],
    [7, (d) => new Date(Date.UTC(d.getUTCFullYear(), d.getUTCMonth(), d.getUTCDate() + 7))],
    ...[1, 3, 6, 12, 24, 60, 120, 240, 600].map((months): [number, (date: Date) => Date] =>
      [months * 30.4, (d) => new Date(Date.UTC(d.getUTCFullYear(), Math.floor(d.getUTCMonth() / Math.min(months, 12)) * Math.min(months, 12) + months, 1))]),
  ];
  const [step, next] = steps.find(([length]) => days / length <= room) ?? steps[steps.length - 1]!;
  const years = step > 360 ? Math.round(step / 365) : 0;
  const begin = new Date(first * 86_400_000);
  let at = years ? new Date(Date.UTC(Math.floor(begin.getUTCFullYear() / years) * years, 0, 1))
    : step > 20 ? new Date(Date.UTC(begin.getUTCFullYear(), 0, 1)) : step === 7 ? new Date(floorTo(first, "week") * 86_400_000) : begin;
  for (; at.getTime() / 86_400_000 <= last; at = next(at)) {
    const day = at.getTime() / 86_400_000;
    if (day < first) continue;
    const month = kMonths[at.getUTCMonth()]!, january = at.getUTCMonth() === 0 && at.getUTCDate() === 1;
    const label = step > 20 ? (january ? String(at.getUTCFullYear()) : month) : `${at.getUTCDate()} ${month}`;
    found.push({ day, label: !found.length && step <= 200 && !january ? `${label} ${at.getUTCFullYear()}` : label, major: january });
  }
  return found;
}
