/**
 * `npm run bench:fill -- --rows N [--days D] [--project SLUG]`: makes N requests in the database of DATABASE_URL, the
 * way ingest does, to look things up in. Ten million take a few minutes and about 5 GB. For a database that may be
 * thrown away.
 */
import { parseArgs } from "node:util";
import { createTracePool } from "../../lib/db/traces/trace-pool.ts";
import { fillRequests } from "./frame/fill-requests.ts";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "1000000" },
    days: { type: "string", default: "8" },
    project: { type: "string", default: "prj_bench" },
  },
});
const { DATABASE_URL } = process.env;
if (DATABASE_URL === undefined) throw new Error("Set DATABASE_URL to a database that may be filled.");
const rows = Number(values.rows);
if (!Number.isInteger(rows) || rows < 1) throw new Error("--rows is a whole number of requests.");
const pool = createTracePool(DATABASE_URL, () => {});
const startedAt = performance.now();
let said = 0;
await fillRequests(pool, {
  ...{ projectId: values.project, rows, days: Number(values.days), now: new Date() },
  onProgress: (made) => {
    if (made - said < rows / 20) return;
    said = made;
    const seconds = (performance.now() - startedAt) / 1_000;
    console.error(`${made} of ${rows} requests, ${Math.round(made / seconds)} a second`);
  },
});
await pool.end();
console.log(`${rows} requests in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
