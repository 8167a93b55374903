const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** toDate accepts what JSON carries; null for what is no time. */
export function toDate(value: Date | string | number): Date | null {
  const date = value instanceof Date ? value : new Date(value);
  return Number.isNaN(date.getTime()) ? null : date;
}

/** formatUtc: "10 Apr 2026, 14:40 UTC", with seconds where the order of events matters. */
export function formatUtc(date: Date, options: { hasSeconds?: boolean } = {}): string {
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  return `${day}, ${formatUtcClock(date, options)} UTC`;
}

/** formatUtcClock: "14:40", the clock of a day that stands beside it. */
export function formatUtcClock(date: Date, options: { hasSeconds?: boolean } = {}): string {
  const minutes = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  return options.hasSeconds ? `${minutes}:${two(date.getUTCSeconds())}` : minutes;
}

const UNITS = [
  { word: "d", seconds: 86_400, from: 172_800 },
  { word: "h", seconds: 3_600, from: 5_400 },
  { word: "min", seconds: 60, from: 90 },
  { word: "s", seconds: 1, from: 0 },
] as const;

/** formatDuration: one unit, rounded down: "38 min", "5 h", "3 d". Input in milliseconds. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, Math.floor(durationMs / 1000));
  const unit = UNITS.find((candidate) => seconds >= candidate.from) ?? UNITS[3];
  return `${Math.floor(seconds / unit.seconds)} ${unit.word}`;
}

/** formatRelative: "12 s ago", "in 5 min"; under five seconds "just now". */
export function formatRelative(date: Date, now: Date): string {
  const distanceMs = now.getTime() - date.getTime();
  if (Math.abs(distanceMs) < 5_000) return "just now";
  return distanceMs > 0 ? `${formatDuration(distanceMs)} ago` : `in ${formatDuration(-distanceMs)}`;
}
