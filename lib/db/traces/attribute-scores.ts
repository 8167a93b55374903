import type pg from "pg";
import { pickScoredCall, type ScoredCall } from "../../domain/lineage/pick-scored-call.ts";
import type { EvaluationRow, ScoreOrigin } from "./trace-rows.ts";
import type { WindowMemory } from "./windows/window-memory.ts";
import { writeWindows } from "./windows/write-windows.ts";

const BATCH = 500;
/** A score whose request did not come within a day stays unattributed. */
const GIVE_UP_MS = 86_400_000;

const TAKE = `SELECT project_id AS "projectId", request_id AS "requestId", evaluated_at AS "evaluatedAt",
    evaluation_id AS "evaluationId", waiting.received_at AS "receivedAt", response_id AS "responseId",
    trace_id AS "traceId", span_id AS "spanId", name, score, label, explanation, error_type AS "errorType", key_id AS "keyId"
  FROM (SELECT * FROM traces.waiting_score WHERE next_try_at <= $1 ORDER BY next_try_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED) waiting
  JOIN traces.evaluation USING (project_id, request_id, evaluated_at, evaluation_id)`;

const FIND = `SELECT request_id AS "requestId", response_id AS "responseId", trace_id AS "traceId", span_id AS "spanId", environment,
    release_id AS "releaseId", arm, region, is_inference AS "isInference", started_at AS "startedAt"
  FROM traces.inference_call
  WHERE project_id = $1 AND (request_id = ANY($2::text[]) OR response_id = ANY($2::text[]) OR trace_id = ANY($2::text[]))`;

const KEYS = "unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[]";
const KEY = "(project_id, request_id, evaluated_at, evaluation_id)";

const ATTRIBUTE = `UPDATE traces.evaluation AS score SET attributed_at = $9, environment = known.environment,
    release_id = known.release_id, arm = known.arm, region = known.region
  FROM ${KEYS}, $5::text[], $6::text[], $7::text[], $8::text[])
    AS known (project_id, request_id, evaluated_at, evaluation_id, environment, release_id, arm, region)
  WHERE (score.project_id, score.request_id, score.evaluated_at, score.evaluation_id)
    = (known.project_id, known.request_id, known.evaluated_at, known.evaluation_id)`;
const FORGET = `DELETE FROM traces.waiting_score WHERE ${KEY} IN (SELECT * FROM ${KEYS}))`;
/** The wait doubles, up to five minutes. */
const WAIT = `UPDATE traces.waiting_score SET tries = tries + 1,
    next_try_at = $5::timestamptz + make_interval(secs => least(300, 2 ^ least(tries, 10)))
  WHERE ${KEY} IN (SELECT * FROM ${KEYS}))`;

export type AttributedScores = { attributed: number; waiting: number; givenUp: number };

/**
 * attributeScores takes scores that came apart from their request, late or early, and counts those whose request is
 * known by now: in the window of their own arrival, under the request's arm and release. Each is counted once, since
 * it leaves the queue in the transaction that counts it. Throws the driver's error; nothing has changed then.
 */
export async function attributeScores(
  pool: pg.Pool,
  windows: WindowMemory,
  now: Date,
): Promise<AttributedScores> {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    await client.query("BEGIN");
    const { rows } = await client.query<EvaluationRow>({
      name: "take waiting scores",
      text: TAKE,
      values: [now],
    });
    const origins = await findOrigins(client, rows);
    const known = rows.flatMap((row) => {
      const origin = origins.get(row);
      return origin === undefined ? [] : [{ ...row, origin }];
    });
    const others = rows.filter((row) => !origins.has(row));
    const isTooOld = (row: EvaluationRow) => now.getTime() - row.receivedAt.getTime() > GIVE_UP_MS;
    const [givenUp, waiting] = [others.filter(isTooOld), others.filter((row) => !isTooOld(row))];
    await countKnown(client, windows, known, now);
    if (known.length + givenUp.length > 0) await client.query(FORGET, keysOf([...known, ...givenUp]));
    if (waiting.length > 0) await client.query(WAIT, [...keysOf(waiting), now]);
    await client.query("COMMIT");
    windows.settle();
    return { attributed: known.length, waiting: waiting.length, givenUp: givenUp.length };
  } catch (error) {
    windows.forget();
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.release(failure);
  }
}

async function countKnown(
  client: pg.ClientBase,
  windows: WindowMemory,
  known: readonly (EvaluationRow & { origin: ScoreOrigin })[],
  now: Date,
): Promise<void> {
  if (known.length === 0) return;
  windows.count([], known);
  await writeWindows(client, windows.changed());
  const origin = (name: keyof ScoreOrigin) => known.map((row) => row.origin[name]);
  const columns = [origin("environment"), origin("releaseId"), origin("arm"), origin("region")];
  await client.query(ATTRIBUTE, [...keysOf(known), ...columns, now]);
}

function keysOf(rows: readonly EvaluationRow[]): unknown[] {
  return [
    rows.map((row) => row.projectId),
    rows.map((row) => row.requestId),
    rows.map((row) => row.evaluatedAt),
    rows.map((row) => row.evaluationId),
  ];
}

async function findOrigins(
  client: pg.ClientBase,
  rows: readonly EvaluationRow[],
): Promise<Map<EvaluationRow, ScoreOrigin>> {
  const origins = new Map<EvaluationRow, ScoreOrigin>();
  for (const projectId of new Set(rows.map((row) => row.projectId))) {
    const ofProject = rows.filter((row) => row.projectId === projectId);
    const ids = new Set(ofProject.flatMap((row) => [row.requestId, row.responseId, row.traceId]));
    const wanted = [...ids].filter((id) => id !== null);
    const found = await client.query<ScoredCall>({
      name: "find scored calls",
      text: FIND,
      values: [projectId, wanted],
    });
    for (const row of ofProject) {
      const call = pickScoredCall(found.rows, row);
      if (call === null) continue;
      const { environment, releaseId, arm, region } = call;
      origins.set(row, { environment, releaseId, arm, region });
    }
  }
  return origins;
}
