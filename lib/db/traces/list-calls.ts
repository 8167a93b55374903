import type pg from "pg";
import type { ListedCall } from "../../domain/lineage/fold-requests.ts";
import type { ReportedArm } from "../../domain/lineage/request-record.ts";
import type { TimeSlice } from "../../domain/lineage/time-slices.ts";

/** Which calls a list shows; what is left out is not asked for. */
export type CallFilter = {
  environment?: string | undefined;
  releaseId?: string | undefined;
  isUnattributed?: boolean;
  arm?: ReportedArm | undefined;
  region?: string | undefined;
  status?: "ok" | "error" | undefined;
};
/** Where the page before ended. */
export type CallPosition = { startedAt: Date; spanId: string };

/** Roots count too: a request whose gateway reported no inference has a row. */
const LIST = `SELECT request_id AS "requestId", span_id AS "spanId", started_at AS "startedAt", environment, region,
    release_id AS "releaseId", claimed_release AS "claimedRelease", arm, is_inference AS "isInference", model,
    input_tokens AS "inputTokens", output_tokens AS "outputTokens", cost_usd AS "costUsd", ttft_ms AS "ttftMs",
    latency_ms AS "latencyMs", status, error_type AS "errorType"
  FROM traces.inference_call
  WHERE project_id = $1 AND started_at >= $2 AND started_at < $3 AND (is_inference OR parent_span_id IS NULL)
    AND ($4::text IS NULL OR environment = $4) AND ($5::text IS NULL OR release_id = $5)
    AND (NOT $6::boolean OR release_id IS NULL) AND ($7::text IS NULL OR arm = $7)
    AND ($8::text IS NULL OR region = $8) AND ($9::text IS NULL OR status = $9)
    AND ($10::timestamptz IS NULL OR (started_at, span_id) < ($10, $11))
  ORDER BY started_at DESC, span_id DESC LIMIT $12`;

/** listCalls reads the newest calls of one time that fit, after a position where one is given. */
export async function listCalls(
  pool: pg.Pool,
  projectId: string,
  ask: { slice: TimeSlice; filter: CallFilter; after: CallPosition | null; limit: number },
): Promise<ListedCall[]> {
  const { slice, filter, after, limit } = ask;
  const { rows } = await pool.query<ListedCall>({
    text: LIST,
    values: [
      ...[projectId, slice.from, slice.until],
      ...[filter.environment ?? null, filter.releaseId ?? null, filter.isUnattributed === true],
      ...[filter.arm ?? null, filter.region ?? null, filter.status ?? null],
      ...[after?.startedAt ?? null, after?.spanId ?? null, limit],
    ],
  });
  return rows;
}
