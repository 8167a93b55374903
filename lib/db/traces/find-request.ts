import type pg from "pg";
import { pickRequest } from "../../domain/lineage/pick-request.ts";
import type {
  Evaluation,
  FeatureRead,
  InferenceCall,
  RequestRecord,
} from "../../domain/lineage/request-record.ts";

/** The longest id that is looked for; longer ones are never stored. */
const MAX_ID_LENGTH = 256;
/** A page shows this many calls of one request; a loop that made more is shown from its beginning. */
const MAX_ROWS = 1_000;

const CALL_COLUMNS = `request_id AS "requestId", response_id AS "responseId", trace_id AS "traceId", span_id AS "spanId",
  parent_span_id AS "parentSpanId", environment, release_id AS "releaseId", claimed_release AS "claimedRelease", arm,
  subject_hash AS "subjectHash", region, span_name AS "spanName", operation, is_inference AS "isInference", provider, model,
  input_tokens AS "inputTokens", output_tokens AS "outputTokens", ttft_ms AS "ttftMs", latency_ms AS "latencyMs",
  cost_usd AS "costUsd", status, error_type AS "errorType", attributes, started_at AS "startedAt", received_at AS "receivedAt"`;

const FIND_TRACES = `SELECT DISTINCT trace_id FROM (
  (SELECT trace_id FROM traces.inference_call WHERE project_id = $1 AND request_id = $2 LIMIT ${MAX_ROWS})
  UNION ALL
  (SELECT trace_id FROM traces.inference_call WHERE project_id = $1 AND response_id = $2 LIMIT ${MAX_ROWS})
  UNION ALL
  (SELECT trace_id FROM traces.inference_call WHERE project_id = $1 AND trace_id = $2 LIMIT 1)) found`;

const FIND_CALLS = `SELECT ${CALL_COLUMNS} FROM traces.inference_call
  WHERE project_id = $1 AND (request_id = $2 OR trace_id = ANY($3::text[]))
  ORDER BY started_at, span_id LIMIT ${MAX_ROWS}`;

/** Values are payload with a life of their own; once they are gone the read is without them. */
const FIND_READS = `SELECT read.request_id AS "requestId", read.span_id AS "spanId", trace_id AS "traceId", read.position,
  read_at AS "readAt", view_ref AS "viewRef", fingerprint, entity, event_timestamp AS "eventTimestamp",
  COALESCE("values", content::jsonb, '{}') AS "values"
  FROM traces.feature_read AS read LEFT JOIN traces.payload AS payload
    ON payload.project_id = read.project_id AND payload.request_id = read.request_id
    AND payload.started_at = read.started_at AND payload.span_id = read.span_id
    AND payload.kind = 'feature_values' AND payload.position = read.position
  WHERE read.project_id = $1 AND read.request_id = ANY($2::text[])
  ORDER BY read_at, read.span_id, read.position LIMIT ${MAX_ROWS}`;

const FIND_EVALUATIONS = `SELECT request_id AS "requestId", response_id AS "responseId", trace_id AS "traceId",
  span_id AS "spanId", evaluated_at AS "evaluatedAt", name, score, label, explanation, error_type AS "errorType",
  received_at AS "receivedAt"
  FROM traces.evaluation
  WHERE project_id = $1 AND (request_id = ANY($2::text[]) OR response_id = ANY($3::text[])
    OR (request_id = trace_id AND trace_id = ANY($4::text[])))
  ORDER BY evaluated_at, name, evaluation_id LIMIT ${MAX_ROWS}`;

/**
 * findRequest finds one request of a project by its request id, a response id or a trace id, with its calls,
 * feature reads and evaluations in the order of time. Null when the project has no such request.
 */
export async function findRequest(
  pool: pg.Pool,
  projectId: string,
  anyId: string,
): Promise<RequestRecord | null> {
  if (anyId === "" || anyId.length > MAX_ID_LENGTH || anyId.includes("\0")) return null;
  const traces = await pool.query<{ trace_id: string }>({
    name: "find traces of request",
    text: FIND_TRACES,
    values: [projectId, anyId],
  });
  const traceIds = traces.rows.map((row) => row.trace_id);
  if (traceIds.length === 0) return null;
  const candidates = await pool.query<InferenceCall>({
    name: "find calls of request",
    text: FIND_CALLS,
    values: [projectId, anyId, traceIds],
  });
  const picked = pickRequest(candidates.rows, anyId);
  return picked === null ? null : { ...picked, ...(await findReports(pool, projectId, picked.calls)) };
}

/** Reads and scores name the best id they came with, which is one of the ids of the request's calls. */
async function findReports(
  pool: pg.Pool,
  projectId: string,
  calls: readonly InferenceCall[],
): Promise<{ featureReads: FeatureRead[]; evaluations: Evaluation[] }> {
  const requestIds = [...new Set(calls.map((call) => call.requestId))];
  const responseIds = [...new Set(calls.flatMap((call) => call.responseId ?? []))];
  const traceIds = [...new Set(calls.map((call) => call.traceId))];
  const [reads, evaluations] = await Promise.all([
    pool.query<FeatureRead>({
      name: "find reads of request",
      text: FIND_READS,
      values: [projectId, requestIds],
    }),
    pool.query<Evaluation>({
      name: "find evaluations of request",
      text: FIND_EVALUATIONS,
      values: [projectId, requestIds, responseIds, traceIds],
    }),
  ]);
  return { featureReads: reads.rows, evaluations: evaluations.rows };
}
