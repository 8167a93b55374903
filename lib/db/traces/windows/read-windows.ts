import type pg from "pg";
import { clearSketch, createSketch, type LogSketch } from "../../../domain/stats/sketch/log-sketch.ts";
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
  const { rows } = await pool.query<WindowRow & { at: Date }>({
    name: `read ${tier} windows`,
    text: `${select("at, ", tier, "$7", "$8")} GROUP BY at ORDER BY at`,
    values: [...valuesOf(query), query.from, query.to],
  });
  const sketch = createSketch();
  return rows.map((row) => ({ at: row.at, ...toFigures([row], sketch) }));
}

/** readWindowTotal sums a time up as one: its whole hours, and the minutes at its edges. */
export async function readWindowTotal(pool: pg.Pool, query: WindowQuery): Promise<WindowFigures> {
  const { hour } = TIER_MS;
  const [from, to] = [query.from.getTime(), query.to.getTime()];
  const firstHour = new Date(Math.min(to, Math.ceil(from / hour) * hour));
  const lastHour = new Date(Math.max(firstHour.getTime(), Math.floor(to / hour) * hour));
  const { rows } = await pool.query<WindowRow>({
    name: "read windows as one",
    text: AS_ONE,
    values: [...valuesOf(query), query.from, firstHour, lastHour, query.to],
  });
  return toFigures(rows, createSketch());
}

/** Postgres adds up what is simple: a row less is some microseconds less. `from` and `to` are parameters. */
function select(columns: string, tier: WindowTier, from: string, to: string): string {
  return `SELECT ${columns}sum(value_count)::float8 AS "valueCount", sum(error_count)::float8 AS "errorCount",
      sum(total) AS total, sum(total_of_squares) AS "totalOfSquares", string_agg(sketch, '') AS sketches
    FROM traces.window_${tier}
    WHERE project_id = $1 AND environment = $2 AND metric = $3 AND ($4::text IS NULL OR release_id = $4)
      AND ($5::text IS NULL OR arm = $5) AND ($6::text IS NULL OR region = $6) AND at >= ${from} AND at < ${to}`;
}

const AS_ONE = [
  select("", "minute", "$7", "$8"),
  select("", "hour", "$8", "$9"),
  select("", "minute", "$9", "$10"),
]
  .map((part) => `${part} HAVING count(*) > 0`)
  .join(" UNION ALL ");

function valuesOf(query: WindowQuery): (string | null)[] {
  const { projectId, environment, metric, releaseId = null, arm = null, region = null } = query;
  return [projectId, environment, metric, releaseId, arm, region];
}

/** What rows add up to; `sketch` is emptied and used. */
function toFigures(rows: readonly WindowRow[], sketch: LogSketch): WindowFigures {
  let [valueCount, errorCount, total, totalOfSquares] = [0, 0, 0, 0];
  clearSketch(sketch);
  for (const row of rows) {
    valueCount += row.valueCount;
    errorCount += row.errorCount;
    total += row.total;
    totalOfSquares += row.totalOfSquares;
    mergePacked(sketch, row.sketches);
  }
  if (valueCount === 0) return { ...NO_VALUES, errorCount };
  const mean = total / valueCount;
  return {
    valueCount,
    errorCount,
    errorRate: errorCount / valueCount,
    mean,
    standardDeviation: Math.sqrt(Math.max(0, totalOfSquares / valueCount - mean * mean)),
    p50: sketchQuantile(sketch, 0.5),
    p95: sketchQuantile(sketch, 0.95),
  };
}

const NO_VALUES: WindowFigures = {
  valueCount: 0,
  errorCount: 0,
  errorRate: null,
  mean: null,
  standardDeviation: null,
  p50: null,
  p95: null,
};
