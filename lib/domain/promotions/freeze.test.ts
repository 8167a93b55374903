import { describe, expect, test } from "vitest";
import { freezeState, longestFreeze, refuseFreeze } from "./freeze.ts";

const t0 = new Date("2026-12-24T12:00:00Z");
const hours = (count: number) => new Date(t0.getTime() + count * 3_600_000);
const freeze = (from: number, to: number, endedAt: Date | null = null) => ({
  startsAt: hours(from),
  endsAt: hours(to),
  endedAt,
  reason: "Holidays",
});

describe("a freeze", () => {
  test.each([
    { name: "before it starts", row: freeze(1, 2), state: "planned" },
    { name: "at its first moment", row: freeze(0, 2), state: "active" },
    { name: "at its last moment", row: freeze(-2, 0), state: "over" },
    { name: "ended by hand", row: freeze(-2, 2, hours(-1)), state: "ended" },
  ])("$name is $state", ({ row, state }) => {
    expect(freezeState(row, t0)).toBe(state);
  });

  test("of two that are active, the one that ends last is told", () => {
    expect(longestFreeze([freeze(-1, 2), freeze(-1, 5), freeze(3, 9)], t0)?.endsAt).toEqual(hours(5));
    expect(longestFreeze([freeze(3, 9)], t0)).toBeNull();
  });

  test.each([
    { name: "one that ends before it starts", row: freeze(2, 1), isRefused: true },
    { name: "one that is over", row: freeze(-2, -1), isRefused: true },
    { name: "one of half a year", row: freeze(0, 24 * 180), isRefused: true },
    { name: "one of three days", row: freeze(0, 72), isRefused: false },
  ])("$name is refused: $isRefused", ({ row, isRefused }) => {
    expect(refuseFreeze(row, t0) !== null).toBe(isRefused);
  });
});
