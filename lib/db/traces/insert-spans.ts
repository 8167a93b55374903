import type pg from "pg";
import type { InsertStatement } from "./insert-statement.ts";
import type { TraceRows } from "./trace-rows.ts";
import { INSERT_CALLS, INSERT_EVALUATIONS, INSERT_FEATURE_READS } from "./trace-statements.ts";

/** How many rows were new; rows that were there already are not counted. */
export type InsertedCounts = { calls: number; featureReads: number; evaluations: number };

/**
 * insertSpans stores a batch in one transaction and returns after the commit. The same rows again change nothing.
 * Throws the driver's error; nothing of the batch is stored then.
 */
export async function insertSpans(pool: pg.Pool, rows: TraceRows): Promise<InsertedCounts> {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    await client.query("BEGIN");
    const calls = await insertRows(client, INSERT_CALLS, rows.calls);
    const featureReads = await insertRows(client, INSERT_FEATURE_READS, rows.featureReads);
    const evaluations = await insertRows(client, INSERT_EVALUATIONS, rows.evaluations);
    await client.query("COMMIT");
    return { calls, featureReads, evaluations };
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // A connection that failed is closed, not returned: its transaction ends with it.
    client.release(failure);
  }
}

async function insertRows<Row>(
  client: pg.PoolClient,
  statement: InsertStatement<Row>,
  rows: readonly Row[],
): Promise<number> {
  if (rows.length === 0) return 0;
  const result = await client.query({
    name: statement.name,
    text: statement.text,
    values: statement.values(rows),
  });
  return result.rowCount ?? 0;
}
