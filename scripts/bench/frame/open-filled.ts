import pg from "pg";
import { createTestDatabase } from "../../../lib/db/testing/test-database.ts";
import { createTracePool } from "../../../lib/db/traces/trace-pool.ts";
import type { BenchContext } from "./bench-row.ts";
import { fillRequests } from "./fill-requests.ts";

const ROWS = 1_000_000;
const DAYS = 8;
const SAMPLE = 10_000;

/** A database with requests of the last eight days, and some of their ids. */
export type Filled = { url: string; ids: string[]; close: () => Promise<void> };

/**
 * openFilled fills a database with a million requests (`BENCH_ROWS` for more), or takes the one of `BENCH_DATABASE_URL`,
 * which `npm run bench:fill` filled before.
 */
export async function openFilled(context: BenchContext): Promise<Filled> {
  const given = process.env.BENCH_DATABASE_URL;
  if (given !== undefined) return { url: given, ids: await sampleIds(given), close: async () => {} };
  await context.serverUrl();
  const test = await createTestDatabase();
  const pool = createTracePool(test.url, () => {});
  const rows = Number(process.env.BENCH_ROWS ?? Math.round(ROWS * context.scale));
  const ids = await fillRequests(pool, { projectId: "prj_bench", rows, days: DAYS, now: new Date() });
  await pool.end();
  return { url: test.url, ids, close: test.drop };
}

async function sampleIds(url: string): Promise<string[]> {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const { rows } = await pool.query<{ id: string }>(
    `SELECT request_id AS id FROM traces.inference_call TABLESAMPLE SYSTEM (1) REPEATABLE (7)
      WHERE project_id = 'prj_bench' ORDER BY md5(request_id) LIMIT ${SAMPLE}`,
  );
  await pool.end();
  if (rows.length === 0) throw new Error("BENCH_DATABASE_URL has no requests of prj_bench: fill it first.");
  return rows.map(({ id }) => id);
}
