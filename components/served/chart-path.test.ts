import { describe, expect, it } from "vitest";
import { niceMax, pathsOf, pointNear, runsOf, timeTicks } from "@/components/served/chart-path.ts";

const STEP = 60_000;
const at = (minute: number, value: number | null) => ({ atMs: minute * STEP, value });
const span = { fromMs: 0, toMs: 10 * STEP };

describe("a line", () => {
  it("is cut where a minute is missing, and where a minute has no value", () => {
    const runs = runsOf([at(0, 1), at(1, 2), at(3, 3), at(4, null), at(5, 4)], STEP);
    expect(runs.map((run) => run.map(({ value }) => value))).toEqual([[1, 2], [3], [4]]);
  });

  it("is drawn from the foot of the plot, over the whole of its time", () => {
    const drawn = pathsOf([at(0, 0), at(1, 5), at(9, 10), at(10, 10)], { span, max: 10, stepMs: STEP });
    expect(drawn).toEqual({ line: "M0 100L100 50M900 0L1000 0", dots: "" });
  });

  it("shows a value that stands alone as a dot", () => {
    const drawn = pathsOf([at(0, 0), at(1, 0), at(5, 10)], { span, max: 10, stepMs: STEP });
    expect(drawn).toEqual({ line: "M0 100L100 100", dots: "M500 0h0" });
  });

  it("of no data is nothing", () => {
    const drawn = pathsOf([at(5, null)], { span, max: 10, stepMs: STEP });
    expect(drawn).toEqual({ line: "", dots: "" });
  });
});

describe("an axis", () => {
  it.each([
    [[3, null, 1], 1, 3],
    [[7], 1, 8],
    [[1_843], 1, 2_000],
    [[0.034], 0.01, 0.04],
    [[0, 0], 0.01, 0.01],
    [[], 10, 10],
    [[100], 1, 100],
  ])("of %j ends at the next round number, at least %d", (values, least, expected) => {
    expect(niceMax(values, least)).toBeCloseTo(expected, 10);
  });

  it("has its marks at round times of UTC", () => {
    const hour = 3_600_000;
    const from = Date.parse("2026-11-28T02:05:00Z");
    const ticks = timeTicks({ fromMs: from, toMs: from + 24 * hour }, 6 * hour);
    expect(ticks.map((tick) => new Date(tick).toISOString().slice(8, 16))).toEqual([
      "28T06:00",
      "28T12:00",
      "28T18:00",
      "29T00:00",
    ]);
  });
});

describe("what is under the pointer", () => {
  const points = [at(0, 1), at(4, 2)];
  it("is the nearest value within reach", () => {
    expect(pointNear(points, 3 * STEP, 2 * STEP)?.value).toBe(2);
    expect(pointNear(points, 2 * STEP, STEP)).toBeNull();
  });
});
