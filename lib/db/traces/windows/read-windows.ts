import type pg from "pg";
import { createSketch, type LogSketch } from "../../../domain/stats/sketch/log-sketch.ts";
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

type WindowRow = {
  at: Date;
  valueCount: string;
  errorCount: string;
  total: number;
  totalOfSquares: number;
  sketch: Buffer;
};
type Sum = {
  valueCount: number;
  errorCount: number;
  total: number;
  totalOfSquares: number;
  sketch: LogSketch;
};

/** readWindowSeries reads a point per minute or hour that has values, oldest first. For 24 hours minutes, for 7 days hours. */
export async function readWindowSeries(
  pool: pg.Pool,
  tier: WindowTier,
  query: WindowQuery,
): Promise<WindowPoint[]> {
  const sums = new Map<number, Sum>();
  for (const row of await readRows(pool, tier, query)) {
    const at = row.at.getTime();
    const sum = sums.get(at) ?? emptySum();
    addRow(sum, row);
    sums.set(at, sum);
  }
  return [...sums].map(([at, sum]) => ({ at: new Date(at), ...toFigures(sum) }));
}

/** readWindowTotal sums a time up as one: its whole hours, and the minutes at its edges. */
export async function readWindowTotal(pool: pg.Pool, query: WindowQuery): Promise<WindowFigures> {
  const { hour } = TIER_MS;
  const [from, to] = [query.from.getTime(), query.to.getTime()];
  const firstHour = new Date(Math.min(to, Math.ceil(from / hour) * hour));
  const lastHour = new Date(Math.max(firstHour.getTime(), Math.floor(to / hour) * hour));
  const parts = await Promise.all([
    readRows(pool, "minute", { ...query, to: firstHour }),
    readRows(pool, "hour", { ...query, from: firstHour, to: lastHour }),
    readRows(pool, "minute", { ...query, from: lastHour }),
  ]);
  const sum = emptySum();
  for (const row of parts.flat()) addRow(sum, row);
  return toFigures(sum);
}

async function readRows(pool: pg.Pool, tier: WindowTier, query: WindowQuery): Promise<WindowRow[]> {
  if (query.from >= query.to) return [];
  const { rows } = await pool.query<WindowRow>({
    name: `read ${tier} windows`,
    text: `SELECT at, value_count AS "valueCount", error_count AS "errorCount", total,
        total_of_squares AS "totalOfSquares", sketch
      FROM traces.window_${tier}
      WHERE project_id = $1 AND environment = $2 AND metric = $3 AND at >= $4 AND at < $5
        AND ($6::text IS NULL OR release_id = $6) AND ($7::text IS NULL OR arm = $7)
        AND ($8::text IS NULL OR region = $8)
      ORDER BY at`,
    values: [
      ...[query.projectId, query.environment, query.metric, query.from, query.to],
      ...[query.releaseId ?? null, query.arm ?? null, query.region ?? null],
    ],
  });
  return rows;
}

function emptySum(): Sum {
  return { valueCount: 0, errorCount: 0, total: 0, totalOfSquares: 0, sketch: createSketch() };
}

function addRow(sum: Sum, row: WindowRow): void {
  sum.valueCount += Number(row.valueCount);
  sum.errorCount += Number(row.errorCount);
  sum.total += row.total;
  sum.totalOfSquares += row.totalOfSquares;
  mergePacked(sum.sketch, row.sketch);
}

function toFigures({ valueCount, errorCount, total, totalOfSquares, sketch }: Sum): WindowFigures {
  const mean = valueCount === 0 ? null : total / valueCount;
  return {
    ...{ valueCount, errorCount, mean },
    errorRate: valueCount === 0 ? null : errorCount / valueCount,
    standardDeviation:
      mean === null ? null : Math.sqrt(Math.max(0, totalOfSquares / valueCount - mean * mean)),
    p50: sketchQuantile(sketch, 0.5),
    p95: sketchQuantile(sketch, 0.95),
  };
}
