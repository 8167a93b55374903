import type pg from "pg";
import type { ReportedArm } from "../../domain/lineage/request-record.ts";

export type ObservedCalls = {
  releaseId: string | null;
  arm: ReportedArm | null;
  region: string | null;
  callCount: number;
  firstAt: Date;
  lastAt: Date;
};

const OBSERVED = `SELECT release_id AS "releaseId", arm, region, count(*)::int AS "callCount",
    min(started_at) AS "firstAt", max(started_at) AS "lastAt"
  FROM traces.inference_call
  WHERE project_id = $1 AND environment = $2 AND started_at >= $3 AND started_at <= $4 AND is_inference
    AND ($5::text IS NULL OR region = $5)
  GROUP BY release_id, arm, region ORDER BY "callCount" DESC, region, release_id LIMIT 200`;

/** readObserved sums up by release, arm and region what gateways reported in a short time, the most frequent first. */
export async function readObserved(
  pool: pg.Pool,
  ask: { projectId: string; environment: string; from: Date; to: Date; region?: string | undefined },
): Promise<ObservedCalls[]> {
  const { rows } = await pool.query<ObservedCalls>({
    name: "observed calls",
    text: OBSERVED,
    values: [ask.projectId, ask.environment, ask.from, ask.to, ask.region ?? null],
  });
  return rows;
}
