import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FeatureValue, findEligible } from "./point-in-time.ts";

const row = (time: string, value: number, recorded = time): FeatureValue<number> => ({
  eventTimestamp: new Date(time),
  recordedAt: new Date(recorded),
  value,
});
const HISTORY = [
  row("2026-04-09T09:00:00Z", 4),
  row("2026-04-10T09:00:00Z", 5),
  row("2026-04-11T09:00:00Z", 8),
];
const NOON = new Date("2026-04-10T12:00:00Z");
const DAY_SECONDS = 86_400;

const CASES: [string, string, ReturnType<typeof findEligible<number>>["state"], number | null][] = [
  ["before the first event there is none", "2026-04-09T08:59:59.999Z", "none", null],
  ["an event counts from its own moment on", "2026-04-09T09:00:00Z", "eligible", 4],
  ["a moment before the next event it still does", "2026-04-10T08:59:59.999Z", "eligible", 4],
  ["the article's moment knows the value of April 10", "2026-04-10T12:00:00Z", "eligible", 5],
  ["the value of tomorrow does not leak", "2026-04-11T08:59:59.999Z", "eligible", 5],
  ["exactly at its limit a value is still good", "2026-05-11T09:00:00Z", "eligible", 8],
  ["a second later it has expired", "2026-05-11T09:00:01Z", "expired", 8],
];

describe("point in time", () => {
  test.each(CASES)("%s", (_name, at, state, value) => {
    const found = findEligible(HISTORY, new Date(at), 30 * DAY_SECONDS);
    expect([found.state, found.state === "none" ? null : found.value]).toEqual([state, value]);
  });

  test("says of when the value is, and how old it was", () => {
    expect(findEligible(HISTORY, NOON, null)).toEqual({
      state: "eligible",
      value: 5,
      eventTimestamp: new Date("2026-04-10T09:00:00Z"),
      ageSeconds: 3 * 3_600,
    });
  });

  test("takes the correction of an event, not what it corrects", () => {
    const corrected = row("2026-04-10T09:00:00Z", 6, "2026-04-10T10:00:00Z");
    for (const history of [
      [...HISTORY, corrected],
      [corrected, ...HISTORY],
    ])
      expect(findEligible(history, NOON, null)).toMatchObject({ value: 6 });
  });

  test("never expires where the view has no limit", () => {
    expect(findEligible(HISTORY, new Date("2036-01-01T00:00:00Z"), null).state).toBe("eligible");
  });

  test("later events never change an answer, and the order of rows does not matter", () => {
    const times = fc.integer({ min: 0, max: 1_000 });
    const rows = fc.uniqueArray(fc.tuple(times, fc.integer()), { selector: ([time]) => time });
    fc.assert(
      fc.property(rows, times, (pairs, moment) => {
        const all = pairs.map(([time, value]) => ({
          eventTimestamp: new Date(time),
          recordedAt: new Date(0),
          value,
        }));
        const at = new Date(moment);
        const answer = findEligible(all, at, 1);
        const known = all.filter(({ eventTimestamp }) => eventTimestamp <= at);
        expect(findEligible(known, at, 1)).toEqual(answer);
        expect(findEligible(all.toReversed(), at, 1)).toEqual(answer);
      }),
    );
  });
});
