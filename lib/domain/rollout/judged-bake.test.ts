import { describe, expect, test } from "vitest";
import type { DecisionAction } from "./act-on-decision.ts";
import { bakeUntilAfterPause, isBakeJudged, judgedBakeMs } from "./judged-bake.ts";

const t0 = new Date("2026-04-10T14:00:00Z");
const after = (minutes: number) => new Date(t0.getTime() + minutes * 60_000);
const window = (minutes: number, action: DecisionAction = "continue") => ({ action, endAt: after(minutes) });
const every = (minutes: number, count: number) =>
  Array.from({ length: count }, (_, index) => window((index + 1) * minutes));

describe("of a bake", () => {
  test.each([
    { name: "nothing was judged without a window", windows: [], minutes: 0 },
    { name: "all was judged by windows one after the other", windows: every(30, 4), minutes: 120 },
    {
      name: "a silence of an hour is vouched for",
      windows: [window(60)],
      minutes: 60,
    },
    { name: "a longer one is not", windows: [window(61), window(91)], minutes: 30 },
    {
      name: "one window after two days is no judged bake",
      windows: [window(1), window(48 * 60 + 1)],
      minutes: 1,
    },
    {
      name: "what was held or paused does not count",
      windows: [window(10), window(20, "hold"), window(30, "pause_for_review"), window(40)],
      minutes: 20,
    },
    { name: "windows of before it do not count", windows: [window(-10), window(0), window(5)], minutes: 5 },
  ])("$name", ({ windows, minutes }) => {
    expect(judgedBakeMs(t0, windows)).toBe(minutes * 60_000);
  });

  test("the whole time has to be judged, and not a minute less", () => {
    const judged = (count: number) =>
      isBakeJudged({ bakingSince: t0, bakeHours: 2, windowsOldestFirst: every(1, count) });
    expect([judged(119), judged(120)]).toEqual([false, true]);
  });
});

test.each([
  { name: "what remained when it was paused", bakeUntil: after(60), expected: after(130) },
  { name: "nothing where it was over already", bakeUntil: after(10), expected: after(100) },
])("a bake that goes on lasts $name", ({ bakeUntil, expected }) => {
  expect(bakeUntilAfterPause({ bakeUntil, pausedAt: after(30), now: after(100) })).toEqual(expected);
});
