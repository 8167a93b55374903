import type pg from "pg";
import type { TraceRowCounts, TraceRows } from "./trace-rows.ts";
import { createWindowMemory } from "./windows/window-memory.ts";
import { storeRows } from "./writer/store-rows.ts";

/**
 * insertSpans stores one batch by itself and returns after the commit with how many rows were new. For few rows: the
 * data plane gathers batches and keeps its counts in memory (createTraceWriter). Throws the driver's error.
 */
export async function insertSpans(pool: pg.Pool, rows: TraceRows): Promise<TraceRowCounts> {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    const { inserted } = await storeRows(client, rows, { windows: createWindowMemory() });
    return {
      calls: inserted.calls.length,
      featureReads: inserted.featureReads.length,
      evaluations: inserted.evaluations.length,
      payloads: inserted.payloads.length,
    };
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // A connection that failed is closed, not returned: its transaction ends with it.
    client.release(failure);
  }
}
