import pg from "pg";
import { createTracePool } from "../../../lib/db/traces/trace-pool.ts";
import {
  readWindowSeries,
  readWindowTotal,
  type WindowQuery,
} from "../../../lib/db/traces/windows/read-windows.ts";
import type { BenchRow } from "../frame/bench-row.ts";
import { median } from "../frame/measure-row.ts";
import { openFilled } from "../frame/open-filled.ts";

const HOUR_MS = 3_600_000;
/** A console answers many: a first read alone would be that of code which nobody has run yet. */
const READS = 20;

/** Canary window queries: p50, p95, error rate and mean of one release for 24 hours and for 7 days, as one figure and as a chart's points. */
export const windowQueries: BenchRow = {
  name: "window queries",
  rounds: 7,
  open: async (context) => {
    const { url, close } = await openFilled(context);
    const pool = createTracePool(url, () => {});
    // What ingest may take ten seconds for takes longer over millions of rows.
    const rows = new pg.Pool({ connectionString: url, max: 1 });
    const now = new Date();
    const query = (hours: number): WindowQuery => ({
      ...{ projectId: "prj_bench", environment: "production", metric: "latency_ms", releaseId: "f91be2a454" },
      ...{ from: new Date(now.getTime() - hours * HOUR_MS), to: now },
    });
    const timed = (name: string, points: number, read: () => Promise<unknown[]>, reads = READS) => ({
      name,
      measure: async () => {
        const times: number[] = [];
        for (let time = 0; time < reads; time += 1) {
          const startedAt = performance.now();
          const found = await read();
          times.push(performance.now() - startedAt);
          if (found.length < points) throw new Error(`${name} found ${found.length} points`);
        }
        return median(times);
      },
    });
    const raw = (hours: number) => async () =>
      (
        await rows.query(
          `SELECT percentile_cont(ARRAY[0.5, 0.95]) WITHIN GROUP (ORDER BY latency_ms), avg(latency_ms), count(*),
            count(*) FILTER (WHERE status = 'error') FROM traces.inference_call
          WHERE project_id = 'prj_bench' AND environment = 'production' AND release_id = 'f91be2a454' AND started_at >= $1`,
          [query(hours).from],
        )
      ).rows;
    return {
      unit: "ms",
      sides: [
        timed("ours, 24 h as one", 1, async () => [await readWindowTotal(pool, query(24))]),
        timed("ours, 7 d as one", 1, async () => [await readWindowTotal(pool, query(168))]),
        timed("ours, 24 h by the minute", 10, () => readWindowSeries(pool, "minute", query(24))),
        timed("ours, 7 d by the hour", 160, () => readWindowSeries(pool, "hour", query(168))),
        timed("percentile_cont over rows, 24 h", 1, raw(24), 1),
      ],
      goals: [
        { name: "24 h, ms", of: "ours, 24 h as one", limit: { atMost: 10 } },
        { name: "7 d, ms", of: "ours, 7 d as one", limit: { atMost: 10 } },
        { name: "a chart of 7 d, ms", of: "ours, 7 d by the hour", limit: { atMost: 10 } },
      ],
      close: async () => {
        await Promise.all([pool.end(), rows.end()]);
        await close();
      },
    };
  },
};
