import type { ChartPoint } from "@/components/served/chart-rows.ts";
import { formatNumber } from "@/components/ui/format-number.ts";
import type { SeriesPoint } from "@/lib/contracts/traffic.ts";

/** One chart: which figure of a point it draws, the least end of its axis, and how a value is written. */
export type SeriesFigure = {
  key: string;
  title: (tier: "minute" | "hour") => string;
  least: number;
  isWhole: boolean;
  valueOf: (point: SeriesPoint) => number | null;
  write: (value: number) => string;
};

/** formatRate writes a share of 1 in percent, with as many digits as tell it from zero. */
export function formatRate(rate: number): string {
  const percent = rate * 100;
  return `${formatNumber(percent, percent === 0 || percent >= 10 || Number.isInteger(percent) ? 0 : 1)}\u00a0%`;
}

const formatMs = (value: number) => `${formatNumber(value)}\u00a0ms`;

export const SERIES_FIGURES: readonly SeriesFigure[] = [
  {
    ...{ key: "calls", least: 1, isWhole: true, write: (value) => formatNumber(value) },
    title: (tier) => `Calls ${tier === "minute" ? "a minute" : "an hour"}`,
    valueOf: (point) => point.valueCount,
  },
  {
    ...{ key: "errors", least: 0.02, isWhole: false, write: formatRate },
    title: () => "Calls that failed",
    valueOf: (point) => point.errorRate,
  },
  {
    ...{ key: "p50", least: 10, isWhole: true, write: formatMs },
    title: () => "Latency, median",
    valueOf: (point) => point.p50,
  },
  {
    ...{ key: "p95", least: 10, isWhole: true, write: formatMs },
    title: () => "Latency, 95th percentile",
    valueOf: (point) => point.p95,
  },
];

/** toChartPoints is one figure of a series as charts take it. */
export function toChartPoints(points: readonly SeriesPoint[], figure: SeriesFigure): ChartPoint[] {
  return points.map((point) => ({ atMs: Date.parse(point.at), value: figure.valueOf(point) }));
}

/** Counts over the whole of a series; they are exact, which quantiles of sums would not be. */
export type SeriesTotal = { callCount: number; errorCount: number; errorRate: number | null };

/** totalOf adds a series up; without a call there is no rate. */
export function totalOf(points: readonly SeriesPoint[]): SeriesTotal {
  const callCount = points.reduce((sum, point) => sum + point.valueCount, 0);
  const errorCount = points.reduce((sum, point) => sum + point.errorCount, 0);
  return { callCount, errorCount, errorRate: callCount === 0 ? null : errorCount / callCount };
}
