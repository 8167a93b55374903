import type pg from "pg";
import type { EvaluationRow } from "../trace-rows.ts";

const QUEUE = `INSERT INTO traces.waiting_score (project_id, request_id, evaluated_at, evaluation_id, received_at, next_try_at)
  SELECT project_id, request_id, evaluated_at, evaluation_id, received_at, received_at
  FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::timestamptz[])
    AS new (project_id, request_id, evaluated_at, evaluation_id, received_at) ON CONFLICT DO NOTHING`;

/** queueWaitingScores notes new scores whose request is not known yet, so that they are counted once it is. */
export async function queueWaitingScores(
  client: pg.ClientBase,
  scores: readonly EvaluationRow[],
): Promise<void> {
  const waiting = scores.filter((score) => score.origin === null);
  if (waiting.length === 0) return;
  await client.query({
    name: "queue waiting scores",
    text: QUEUE,
    values: [
      waiting.map((score) => score.projectId),
      waiting.map((score) => score.requestId),
      waiting.map((score) => score.evaluatedAt),
      waiting.map((score) => score.evaluationId),
      waiting.map((score) => score.receivedAt),
    ],
  });
}
