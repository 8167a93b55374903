import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  compareServedValue,
  isSameServedValue,
  type ServedValue,
  type ValueParity,
} from "./compare-served-value.ts";
import { type FeatureValue, findEligible } from "./point-in-time.ts";

const at = (time: string) => new Date(`2026-04-${time}:00Z`);
const HISTORY: FeatureValue<ServedValue>[] = [
  { eventTimestamp: at("09T09:00"), recordedAt: at("09T09:00"), value: 4 },
  { eventTimestamp: at("10T09:00"), recordedAt: at("10T09:00"), value: 5 },
  { eventTimestamp: at("11T09:00"), recordedAt: at("11T09:00"), value: 8 },
];
const NOON = at("10T12:00");

const CASES: [string, ServedValue, Date | null, ValueParity][] = [
  ["the eligible value of its own event", 5, at("10T09:00"), "match"],
  ["the eligible value, its event not reported", 5, null, "match"],
  ["yesterday's value, of yesterday's event: the article's first question", 4, at("09T09:00"), "stale"],
  ["yesterday's value, its event not reported", 4, null, "other_value"],
  ["today's value under yesterday's time", 5, at("09T09:00"), "stale"],
  ["another value of today's event", 6, at("10T09:00"), "other_value"],
  ["tomorrow's value", 8, at("11T09:00"), "leaked"],
  ["today's value of an event that we do not know", 5, at("10T11:00"), "match"],
  ["another value of an event that we do not know", 7, at("10T11:00"), "other_value"],
];

describe("parity of values", () => {
  test.each(CASES)("%s", (_name, value, eventTimestamp, parity) => {
    const eligible = findEligible(HISTORY, NOON, null);
    expect(compareServedValue({ value, eventTimestamp }, eligible, NOON)).toBe(parity);
  });

  test("is unknown, never a match, where there is nothing to hold it against", () => {
    const served = { value: 5, eventTimestamp: at("10T09:00") };
    expect(compareServedValue(served, { state: "none" }, NOON)).toBe("unknown");
  });

  test("says that a value had expired, though it is the newest", () => {
    const eligible = findEligible(HISTORY, NOON, 3_600);
    expect(compareServedValue({ value: 5, eventTimestamp: at("10T09:00") }, eligible, NOON)).toBe("expired");
  });
});

const SAME: [string, ServedValue, ServedValue, boolean][] = [
  ["a number that went through Float32", 0.1, Math.fround(0.1), true],
  ["a number that is a millionth off", 0.1, 0.1000001, false],
  ["one count more among millions", 16_777_216, 16_777_217, false],
  ["a vector that went through Float32", [0.1, -2.5], [Math.fround(0.1), -2.5], true],
  ["a vector that was not normalised", [3, 4], [0.6, 0.8], false],
  ["a shorter vector", [1, 2], [1], false],
  ["records in another order", { a: 1, b: "x" }, { b: "x", a: 1 }, true],
  ["a record with one name more", { a: 1 }, { a: 1, b: null }, false],
  ["a record with another name", { a: null }, { b: null }, false],
  ["a number and its text", 5, "5", false],
  ["nothing and nothing", null, null, true],
  ["nothing and zero", null, 0, false],
];

describe("one value", () => {
  test.each(SAME)("%s", (_name, left, right, isSame) => {
    expect([isSameServedValue(left, right), isSameServedValue(right, left)]).toEqual([isSame, isSame]);
  });

  test("is the same as itself, whatever it is", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const copy: ServedValue = JSON.parse(JSON.stringify(value));
        expect(isSameServedValue(copy, JSON.parse(JSON.stringify(value)))).toBe(true);
      }),
    );
  });
});
