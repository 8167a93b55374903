import pg from "pg";
import type { InferenceCall } from "../../domain/lineage/request-record.ts";
import { uuidV7Time } from "../../domain/lineage/uuid-v7-time.ts";

/** A page shows this many calls of one request; a loop that made more is shown from its beginning. */
export const MAX_ROWS = 1_000;

const CALL_COLUMNS = `request_id AS "requestId", response_id AS "responseId", trace_id AS "traceId", span_id AS "spanId",
  parent_span_id AS "parentSpanId", environment, release_id AS "releaseId", claimed_release AS "claimedRelease",
  is_assigned AS "isAssigned", arm, subject_hash AS "subjectHash", region, span_name AS "spanName", operation, is_inference AS "isInference", provider, model,
  input_tokens AS "inputTokens", output_tokens AS "outputTokens", ttft_ms AS "ttftMs", latency_ms AS "latencyMs",
  cost_usd AS "costUsd", status, error_type AS "errorType", attributes, started_at AS "startedAt", received_at AS "receivedAt"`;

/** Each call as one JSON value: Postgres and its driver take half as long for that as for twenty-seven columns. */
const asJson = (calls: string) => `SELECT row_to_json(call) AS call FROM (${calls}) AS call`;

/** The calls of one request, in one day's partition or in all. */
const callsOfRequest = (table: string) =>
  asJson(`SELECT ${CALL_COLUMNS} FROM traces.${table}
  WHERE project_id = $1 AND request_id = $2 ORDER BY started_at, span_id LIMIT ${MAX_ROWS}`);
const ALL_DAYS = callsOfRequest("inference_call");

/** All calls of some traces around a time: no call lasts longer than a day, so that few partitions are looked at. */
const CALLS_OF_TRACES = asJson(`SELECT ${CALL_COLUMNS} FROM traces.inference_call
  WHERE project_id = $1 AND (request_id = $2 OR trace_id = ANY($3::text[])) AND started_at >= $4 AND started_at <= $5
  ORDER BY started_at, span_id LIMIT ${MAX_ROWS}`);

type CallRow = {
  call: Omit<InferenceCall, "startedAt" | "receivedAt"> & { startedAt: string; receivedAt: string };
};

function toCall({ call }: CallRow): InferenceCall {
  return { ...call, startedAt: new Date(call.startedAt), receivedAt: new Date(call.receivedAt) };
}

/**
 * findCallsOfRequest finds the calls that carry a request id. An id of ours (a UUID of version 7) names its day: that
 * partition is asked first, and all only when it has none.
 */
export async function findCallsOfRequest(
  pool: pg.Pool,
  projectId: string,
  requestId: string,
): Promise<InferenceCall[]> {
  const madeAt = uuidV7Time(requestId);
  if (madeAt !== null) {
    const table = `inference_call_${madeAt.toISOString().slice(0, 10).replaceAll("-", "")}`;
    const found = await askDay(pool, table, [projectId, requestId]);
    if (found.length > 0) return found;
  }
  const values = [projectId, requestId];
  const { rows } = await pool.query<CallRow>({ name: "find calls of request", text: ALL_DAYS, values });
  return rows.map(toCall);
}

const UNDEFINED_TABLE = "42P01";

/** A day that has no partition has its rows in the default one. */
async function askDay(pool: pg.Pool, table: string, values: string[]): Promise<InferenceCall[]> {
  // A year beyond 9999 has a sign; there is no partition for it.
  if (!/^inference_call_\d{8}$/.test(table)) return [];
  try {
    const { rows } = await pool.query<CallRow>({ name: table, text: callsOfRequest(table), values });
    return rows.map(toCall);
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === UNDEFINED_TABLE) return [];
    throw error;
  }
}

/** findCallsOfTraces finds the calls of some traces, and those that carry a request id, in a time from and to inclusive. */
export async function findCallsOfTraces(
  pool: pg.Pool,
  ask: { projectId: string; anyId: string; traceIds: readonly string[]; from: Date; to: Date },
): Promise<InferenceCall[]> {
  const { rows } = await pool.query<CallRow>({
    name: "find calls of traces",
    text: CALLS_OF_TRACES,
    values: [ask.projectId, ask.anyId, ask.traceIds, ask.from, ask.to],
  });
  return rows.map(toCall);
}
