import type pg from "pg";

/** When a release was first and last reported from a region, to the minute while minutes are kept, and how often. */
export type RegionTime = { region: string; firstAt: Date; lastAt: Date; callCount: number };

/**
 * Hours say when about and how often; the minutes of the first and the last hour, while they are kept, say when. Shadow
 * answers reached nobody. Every call has a latency, so that its windows count calls.
 */
const REGION_TIMES = `WITH hours AS (
    SELECT region, min(at) AS first_hour, max(at) AS last_hour, sum(value_count)::bigint AS calls
    FROM traces.window_hour
    WHERE project_id = $1 AND environment = $2 AND metric = 'latency_ms' AND release_id = $3 AND arm <> 'shadow'
    GROUP BY region)
  SELECT region, calls::text AS calls,
    COALESCE((SELECT min(at) FROM traces.window_minute AS minute
      WHERE project_id = $1 AND environment = $2 AND metric = 'latency_ms' AND release_id = $3 AND arm <> 'shadow'
        AND minute.region = hours.region AND at >= first_hour AND at < first_hour + interval '1 hour'), first_hour) AS "firstAt",
    COALESCE((SELECT max(at) FROM traces.window_minute AS minute
      WHERE project_id = $1 AND environment = $2 AND metric = 'latency_ms' AND release_id = $3 AND arm <> 'shadow'
        AND minute.region = hours.region AND at >= last_hour AND at < last_hour + interval '1 hour'), last_hour) AS "lastAt"
  FROM hours ORDER BY calls DESC, region LIMIT 50`;

/** readRegionTimes says per region when a release began and stopped to answer there, as far back as hours are kept; busiest first. */
export async function readRegionTimes(
  pool: pg.Pool,
  ask: { projectId: string; environment: string; releaseId: string },
): Promise<RegionTime[]> {
  const { rows } = await pool.query<{ region: string; calls: string; firstAt: Date; lastAt: Date }>({
    name: "region times",
    text: REGION_TIMES,
    values: [ask.projectId, ask.environment, ask.releaseId],
  });
  return rows.map(({ calls, ...row }) => ({ ...row, callCount: Number(calls) }));
}
