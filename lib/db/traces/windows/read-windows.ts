import type pg from "pg";
import { createSketch } from "../../../domain/stats/sketch/log-sketch.ts";
import { mergePacked } from "../../../domain/stats/sketch/pack-sketch.ts";
import { sketchQuantile } from "../../../domain/stats/sketch/sketch-quantile.ts";
import { TIER_MS, type WindowMetric, type WindowTier } from "./window-metrics.ts";

/** Which windows: one metric of one environment, in [from, to); of one release, arm or region where they are given. */
export type WindowQuery = {
  projectId: string;
  environment: string;
  metric: WindowMetric;
  from: Date;
  to: Date;
  releaseId?: string;
  arm?: string;
  region?: string;
};

/** One time's figures. Counts are exact; quantiles are within 1 %. Null where there were no values. */
export type WindowFigures = {
  valueCount: number;
  errorCount: number;
  /** Of calls: those that failed, as a share of all. */
  errorRate: number | null;
  mean: number | null;
  standardDeviation: number | null;
  p50: number | null;
  p95: number | null;
};
export type WindowPoint = WindowFigures & { at: Date };

/** What one time's rows add up to; the packed sketches stand one after the other. */
type WindowRow = {
  at: Date | null;
  valueCount: number;
  errorCount: number;
  total: number;
  totalOfSquares: number;
  sketches: Buffer;
};

/** readWindowSeries reads a point per minute or hour that has values, oldest first. For 24 hours minutes, for 7 days hours. */
export async function readWindowSeries(
  pool: pg.Pool,
  tier: WindowTier,
  query: WindowQuery,
): Promise<WindowPoint[]> {
  const rows = await readRows(pool, tier, "each", query);
  return rows.flatMap(({ at, ...row }) => (at === null ? [] : [{ at, ...toFigures([row]) }]));
}

/** readWindowTotal sums a time up as one: its whole hours, and the minutes at its edges. */
export async function readWindowTotal(pool: pg.Pool, query: WindowQuery): Promise<WindowFigures> {
  const { hour } = TIER_MS;
  const [from, to] = [query.from.getTime(), query.to.getTime()];
  const firstHour = new Date(Math.min(to, Math.ceil(from / hour) * hour));
  const lastHour = new Date(Math.max(firstHour.getTime(), Math.floor(to / hour) * hour));
  const parts = await Promise.all([
    readRows(pool, "minute", "all", { ...query, to: firstHour }),
    readRows(pool, "hour", "all", { ...query, from: firstHour, to: lastHour }),
    readRows(pool, "minute", "all", { ...query, from: lastHour }),
  ]);
  return toFigures(parts.flat());
}

/** One row per time, or one for all: Postgres adds up what is simple, and a row less is some microseconds less. */
async function readRows(
  pool: pg.Pool,
  tier: WindowTier,
  grouping: "each" | "all",
  query: WindowQuery,
): Promise<WindowRow[]> {
  if (query.from >= query.to) return [];
  const [at, end] = grouping === "each" ? ["at", "GROUP BY at ORDER BY at"] : ["NULL", "HAVING count(*) > 0"];
  const { rows } = await pool.query<WindowRow>({
    name: `read ${tier} windows, ${grouping}`,
    text: `SELECT ${at} AS at, sum(value_count)::float8 AS "valueCount", sum(error_count)::float8 AS "errorCount",
        sum(total) AS total, sum(total_of_squares) AS "totalOfSquares", string_agg(sketch, '') AS sketches
      FROM traces.window_${tier}
      WHERE project_id = $1 AND environment = $2 AND metric = $3 AND at >= $4 AND at < $5
        AND ($6::text IS NULL OR release_id = $6) AND ($7::text IS NULL OR arm = $7)
        AND ($8::text IS NULL OR region = $8)
      ${end}`,
    values: [
      ...[query.projectId, query.environment, query.metric, query.from, query.to],
      ...[query.releaseId ?? null, query.arm ?? null, query.region ?? null],
    ],
  });
  return rows;
}

function toFigures(rows: readonly Omit<WindowRow, "at">[]): WindowFigures {
  const sum = (figure: (row: Omit<WindowRow, "at">) => number) =>
    rows.reduce((total, row) => total + figure(row), 0);
  const valueCount = sum((row) => row.valueCount);
  const errorCount = sum((row) => row.errorCount);
  const mean = valueCount === 0 ? null : sum((row) => row.total) / valueCount;
  const meanOfSquares = valueCount === 0 ? 0 : sum((row) => row.totalOfSquares) / valueCount;
  const sketch = createSketch();
  for (const row of rows) mergePacked(sketch, row.sketches);
  return {
    ...{ valueCount, errorCount, mean },
    errorRate: valueCount === 0 ? null : errorCount / valueCount,
    standardDeviation: mean === null ? null : Math.sqrt(Math.max(0, meanOfSquares - mean * mean)),
    p50: sketchQuantile(sketch, 0.5),
    p95: sketchQuantile(sketch, 0.95),
  };
}
