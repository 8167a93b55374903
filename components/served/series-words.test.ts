import { describe, expect, it } from "vitest";
import { formatRate, SERIES_FIGURES, toChartPoints, totalOf } from "@/components/served/series-words.ts";
import type { SeriesPoint } from "@/lib/contracts/traffic.ts";

const point = (valueCount: number, errorCount: number): SeriesPoint => ({
  ...{ at: "2026-11-28T14:05:00.000Z", valueCount, errorCount },
  errorRate: valueCount === 0 ? null : errorCount / valueCount,
  ...{ mean: 400, standardDeviation: 10, p50: 380, p95: 900 },
});

describe("a series", () => {
  it("adds up to exact counts, and to no rate where there was no call", () => {
    expect(totalOf([point(30, 1), point(10, 1)])).toEqual({ callCount: 40, errorCount: 2, errorRate: 0.05 });
    expect(totalOf([])).toEqual({ callCount: 0, errorCount: 0, errorRate: null });
  });

  it("is drawn in four figures of the same values", () => {
    const drawn = SERIES_FIGURES.map((figure) => [
      figure.key,
      toChartPoints([point(4, 1)], figure)[0]?.value,
    ]);
    expect(drawn).toEqual([
      ["calls", 4],
      ["errors", 0.25],
      ["p50", 380],
      ["p95", 900],
    ]);
  });

  it.each([
    [0, "0\u00a0%"],
    [0.004, "0.4\u00a0%"],
    [0.034, "3.4\u00a0%"],
    [0.02, "2\u00a0%"],
    [0.256, "26\u00a0%"],
    [1, "100\u00a0%"],
  ])("writes the rate %d as %s", (rate, words) => {
    expect(formatRate(rate)).toBe(words);
  });
});
