import type pg from "pg";
import { pickRequest } from "../../domain/lineage/pick-request.ts";
import type {
  Evaluation,
  FeatureRead,
  InferenceCall,
  RequestRecord,
} from "../../domain/lineage/request-record.ts";
import { findCallsOfRequest, findCallsOfTraces, MAX_ROWS } from "./find-calls.ts";

/** The longest id that is looked for; longer ones are never stored. */
const MAX_ID_LENGTH = 256;
/** Which traces a response or trace id is of. */
const FIND_PLACES = `SELECT trace_id AS "traceId", started_at AS "startedAt" FROM (
  (SELECT trace_id, started_at FROM traces.inference_call WHERE project_id = $1 AND response_id = $2 LIMIT ${MAX_ROWS})
  UNION ALL
  (SELECT trace_id, started_at FROM traces.inference_call WHERE project_id = $1 AND trace_id = $2 LIMIT ${MAX_ROWS})) found`;

/** Values are payload with a life of their own; once they are gone the read is without them. */
const FIND_READS = `SELECT read.request_id AS "requestId", read.span_id AS "spanId", trace_id AS "traceId", read.position,
  read_at AS "readAt", view_ref AS "viewRef", fingerprint, entity, event_timestamp AS "eventTimestamp",
  COALESCE("values", content::jsonb, '{}') AS "values"
  FROM traces.feature_read AS read LEFT JOIN traces.payload AS payload
    ON payload.project_id = read.project_id AND payload.request_id = read.request_id
    AND payload.started_at = read.started_at AND payload.span_id = read.span_id
    AND payload.kind = 'feature_values' AND payload.position = read.position
  WHERE read.project_id = $1 AND read.request_id = ANY($2::text[]) AND read.started_at >= $3 AND read.started_at <= $4
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
  const places = await findPlaces(pool, projectId, anyId);
  const [first] = places;
  if (first === undefined) return null;
  const { from, to } = around(places, DAY_MS);
  const traceIds = [...new Set(places.map((place) => place.traceId))];
  const candidates = await findCallsOfTraces(pool, { projectId, anyId, traceIds, from, to });
  const picked = pickRequest(candidates, anyId);
  return picked === null ? null : { ...picked, ...(await findReports(pool, projectId, picked.calls)) };
}

type Place = { traceId: string; startedAt: Date };
const DAY_MS = 86_400_000;

async function findPlaces(pool: pg.Pool, projectId: string, anyId: string): Promise<readonly Place[]> {
  const calls = await findCallsOfRequest(pool, projectId, anyId);
  if (calls.length > 0) return calls;
  const { rows } = await pool.query<Place>({
    name: "find places of request",
    text: FIND_PLACES,
    values: [projectId, anyId],
  });
  return rows;
}

function around(places: readonly Place[], slackMs: number): { from: Date; to: Date } {
  const times = places.map((place) => place.startedAt.getTime());
  return { from: new Date(Math.min(...times) - slackMs), to: new Date(Math.max(...times) + slackMs) };
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
  // A read has the time of its call.
  const { from, to } = around(calls, 0);
  const [reads, evaluations] = await Promise.all([
    pool.query<FeatureRead>({
      name: "find reads of request",
      text: FIND_READS,
      values: [projectId, requestIds, from, to],
    }),
    pool.query<Evaluation>({
      name: "find evaluations of request",
      text: FIND_EVALUATIONS,
      values: [projectId, requestIds, responseIds, traceIds],
    }),
  ]);
  return { featureReads: reads.rows, evaluations: evaluations.rows };
}
