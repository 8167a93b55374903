import type pg from "pg";
import type { EvaluationRow } from "./trace-rows.ts";
import { createWindowMemory } from "./windows/window-memory.ts";
import { storeRows } from "./writer/store-rows.ts";

const IS_THERE = `SELECT evaluation_id FROM traces.evaluation
  WHERE project_id = $1 AND request_id = $2 AND evaluation_id = ANY($3::text[])`;

/**
 * insertFeedback stores what people said about one request, and returns after the commit with how much of it was new.
 * The same said again is nothing new, whenever it comes: feedback has no time of its own that a gateway would repeat.
 */
export async function insertFeedback(pool: pg.Pool, rows: readonly EvaluationRow[]): Promise<number> {
  const [first] = rows;
  if (first === undefined) return 0;
  const { projectId, requestId } = first;
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    // Held past the commit of storeRows, so that two who say the same at once do not both find nothing.
    await client.query("SELECT pg_advisory_lock(hashtextextended($1, 7))", [`${projectId}/${requestId}`]);
    const ids = rows.map((row) => row.evaluationId);
    const there = await client.query<{ evaluation_id: string }>({
      name: "find feedback",
      text: IS_THERE,
      values: [projectId, requestId, ids],
    });
    const known = new Set(there.rows.map((row) => row.evaluation_id));
    const evaluations = rows.filter((row) => !known.has(row.evaluationId));
    const none = { calls: [], featureReads: [], payloads: [] };
    const stored = await storeRows(client, { ...none, evaluations }, { windows: createWindowMemory() });
    await client.query("SELECT pg_advisory_unlock(hashtextextended($1, 7))", [`${projectId}/${requestId}`]);
    return stored.inserted.evaluations.length;
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    client.release(failure);
  }
}
