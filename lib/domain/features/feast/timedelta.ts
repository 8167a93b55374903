import { type PythonCall, type PythonValue, unreadValue } from "./python-value.ts";

/** The arguments of Python's timedelta in their order, in microseconds. */
const UNITS: readonly [string, number][] = [
  ["days", 86_400_000_000],
  ["seconds", 1_000_000],
  ["microseconds", 1],
  ["milliseconds", 1_000],
  ["minutes", 60_000_000],
  ["hours", 3_600_000_000],
  ["weeks", 604_800_000_000],
];

/** durationOf works out `timedelta(days=1, hours=2)`; unread where a part of it is. */
export function durationOf(call: PythonCall): PythonValue {
  const { line, args, named, spreads } = call;
  const known = new Map(UNITS);
  const given = [...args.map((value, index) => [UNITS[index]?.[0] ?? "", value] as const), ...named];
  let microseconds = 0;
  for (const [name, value] of given) {
    const unit = known.get(name);
    if (unit === undefined) return unreadValue(line, "it is a timedelta of parts that are not known");
    if (value.kind === "unread") return value;
    if (value.kind !== "number") return unreadValue(line, "it is a timedelta of something else than numbers");
    microseconds += value.value * unit;
  }
  if (spreads.length > 0) return unreadValue(line, "it takes the parts of a timedelta from somewhere else");
  return durationValue(line, microseconds / 1_000_000);
}

/** durationValue is a duration to the microsecond, as Python keeps it; unread where it is longer than Python allows. */
export function durationValue(line: number, seconds: number): PythonValue {
  const rounded = Math.round(seconds * 1_000_000) / 1_000_000;
  const isKnown = Number.isFinite(rounded) && Math.abs(rounded) < 86_400 * 1_000_000_000;
  return isKnown ? { kind: "duration", line, seconds: rounded } : unreadValue(line, "it is too long a time");
}
