import { describe, expect, test } from "vitest";
import { judgeFreshness } from "./judge-freshness.ts";

const READ_AT = new Date("2026-04-10T12:00:00Z");
const HOUR_SECONDS = 3_600;
const served = (time: string) => ({ eventTimestamp: new Date(time), readAt: READ_AT });

const CASES: [string, string, number, string][] = [
  ["a value of a minute ago", "2026-04-10T11:59:00Z", HOUR_SECONDS, "fresh"],
  ["a value exactly as old as it may be", "2026-04-10T11:00:00Z", HOUR_SECONDS, "fresh"],
  ["a value a second older than that", "2026-04-10T10:59:59Z", HOUR_SECONDS, "late"],
  [
    "yesterday's value under a limit of a day and an hour",
    "2026-04-09T11:00:00Z",
    25 * HOUR_SECONDS,
    "fresh",
  ],
  ["a value of a clock that is five seconds ahead", "2026-04-10T12:00:05Z", HOUR_SECONDS, "fresh"],
  ["a value of a minute ahead", "2026-04-10T12:01:00Z", HOUR_SECONDS, "future"],
];

describe("freshness", () => {
  test.each(CASES)("%s", (_name, time, limitSeconds, verdict) => {
    expect(judgeFreshness(served(time), limitSeconds).verdict).toBe(verdict);
  });

  test("says how old the value was, and how old it may be", () => {
    expect(judgeFreshness(served("2026-04-09T12:00:00Z"), HOUR_SECONDS)).toEqual({
      verdict: "late",
      ageSeconds: 24 * HOUR_SECONDS,
      limitSeconds: HOUR_SECONDS,
    });
  });

  test("is unknown, never fresh, without the event's time or without a limit", () => {
    const noTime = { eventTimestamp: null, readAt: READ_AT };
    expect(judgeFreshness(noTime, HOUR_SECONDS)).toEqual({ verdict: "unknown", missing: "event_timestamp" });
    expect(judgeFreshness(served("2026-04-10T11:00:00Z"), null)).toEqual({
      verdict: "unknown",
      missing: "limit",
    });
  });

  test("finds a value of the future also where there is no limit", () => {
    expect(judgeFreshness(served("2026-04-10T13:00:00Z"), null)).toEqual({
      verdict: "future",
      aheadSeconds: HOUR_SECONDS,
    });
  });
});
