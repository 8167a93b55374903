import type { Eligible } from "./point-in-time.ts";

/** A value as JSON has it: a number, a text, a vector, a record. */
export type ServedValue = string | number | boolean | null | ServedValue[] | { [name: string]: ServedValue };

/** What a request was served: the value, and the time of the event that it is of; null where that was not reported. */
export type ServedFeature = { value: ServedValue; eventTimestamp: Date | null };

/**
 * How a served value stands to what was eligible at its moment. `leaked`: it is of an event that was still to come;
 * `other_value`: of the same event another value; `stale`: of an older event than the newest that was known;
 * `expired`: the newest value was too old to be served; `unknown`: there is nothing to hold it against.
 */
export type ValueParity = "match" | "stale" | "other_value" | "leaked" | "expired" | "unknown";

/** Float32 keeps 24 bits: what went through it comes back within this share of itself. */
const FLOAT_32 = 2 ** -23;

/** compareServedValue holds what a request was served at `at` against what was eligible then. No data is never a match. */
export function compareServedValue(
  served: ServedFeature,
  eligible: Eligible<ServedValue>,
  at: Date,
): ValueParity {
  if (served.eventTimestamp !== null && served.eventTimestamp.getTime() > at.getTime()) return "leaked";
  if (eligible.state === "none") return "unknown";
  if (eligible.state === "expired") return "expired";
  const isSameValue = isSameServedValue(served.value, eligible.value);
  if (served.eventTimestamp === null) return isSameValue ? "match" : "other_value";
  const differenceMs = served.eventTimestamp.getTime() - eligible.eventTimestamp.getTime();
  if (differenceMs < 0) return "stale";
  // Of an event that we were never told of: its value says whether that matters.
  return isSameValue ? "match" : "other_value";
}

/** isSameServedValue says whether two values are one, up to what Float32 loses of a number. */
export function isSameServedValue(left: ServedValue, right: ServedValue): boolean {
  if (typeof left === "number" && typeof right === "number") return isSameNumber(left, right);
  if (Array.isArray(left) && Array.isArray(right)) {
    return (
      left.length === right.length &&
      left.every((item, index) => isSameServedValue(item, right[index] ?? null))
    );
  }
  if (isRecord(left) && isRecord(right)) {
    const names = Object.keys(left);
    return (
      names.length === Object.keys(right).length &&
      names.every(
        (name) => Object.hasOwn(right, name) && isSameServedValue(left[name] ?? null, right[name] ?? null),
      )
    );
  }
  return left === right;
}

function isSameNumber(left: number, right: number): boolean {
  if (left === right) return true;
  // Whole numbers are counts and ids: one more is another one.
  if (Number.isInteger(left) && Number.isInteger(right)) return false;
  return Math.abs(left - right) <= FLOAT_32 * Math.max(Math.abs(left), Math.abs(right));
}

function isRecord(value: ServedValue): value is { [name: string]: ServedValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
