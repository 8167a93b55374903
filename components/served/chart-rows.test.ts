import { describe, expect, it } from "vitest";
import { chartRows } from "@/components/served/chart-rows.ts";
import { niceMax, timeTicks } from "@/components/served/chart-scale.ts";

const STEP = 60_000;
const at = (minute: number, value: number | null) => ({ atMs: minute * STEP, value });
const line = (key: string, ...points: ReturnType<typeof at>[]) => ({ key, points });
const rowsOf = (...lines: ReturnType<typeof line>[]) =>
  chartRows(lines, STEP).map(({ atMs, ...values }) => [atMs / STEP, values]);

describe("the rows of a chart", () => {
  it("put lines side by side, by time", () => {
    expect(rowsOf(line("a", at(0, 1), at(1, 2)), line("b", at(0, 5), at(1, 6)))).toEqual([
      [0, { a: 1, b: 5 }],
      [1, { a: 2, b: 6 }],
    ]);
  });

  it("break a line where it has no value and another has one", () => {
    expect(rowsOf(line("a", at(0, 1), at(2, 2)), line("b", at(0, 5), at(1, null), at(2, 6)))).toEqual([
      [0, { a: 1, b: 5 }],
      [1, { b: null }],
      [2, { a: 2, b: 6 }],
    ]);
  });

  it("break all lines where none has a value for longer than a step", () => {
    expect(rowsOf(line("a", at(0, 1), at(5, 2)))).toEqual([
      [0, { a: 1 }],
      [1, {}],
      [5, { a: 2 }],
    ]);
  });

  it("of no data are none", () => {
    expect(rowsOf(line("a"))).toEqual([]);
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

  it("has its marks at round times of UTC, none too near an end", () => {
    const fromMs = Date.parse("2026-11-28T05:55:00Z");
    const ticks = timeTicks({ fromMs, toMs: fromMs + 24 * 3_600_000 });
    expect(ticks.map((tick) => new Date(tick).toISOString().slice(8, 16))).toEqual([
      "28T12:00",
      "28T18:00",
      "29T00:00",
    ]);
  });
});
