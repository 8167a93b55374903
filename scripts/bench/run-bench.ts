/**
 * `npm run bench [-- --json] [-- --only NAME] [-- --rounds N] [-- --quick]`: floors, peers and ours take turns, and one
 * table says the medians and the ratios of each round. Ends with 1 only when an output was wrong: timing is reported,
 * never asserted.
 */
import { cpus, platform, release, totalmem } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { startTestServer } from "../lib/test-server.mjs";
import type { BenchContext } from "./frame/bench-row.ts";
import { measureRow, type RowResult } from "./frame/measure-row.ts";
import { formatJson, formatTable } from "./frame/print-results.ts";
import { BENCH_ROWS } from "./rows/bench-rows.ts";

const root = path.resolve(import.meta.dirname, "../..");
const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
    only: { type: "string", multiple: true, default: [] },
    rounds: { type: "string" },
  },
});

type Server = { url: string; stop: () => Promise<void> };
let server: Promise<Server> | undefined;
const context: BenchContext = {
  scale: values.quick ? 0.1 : 1,
  serverUrl: async () => {
    server ??= startTestServer(root);
    const { url } = await server;
    // createTestDatabase of lib/db/testing reads it.
    process.env.TEST_DATABASE_URL = url;
    return url;
  },
};

async function main(): Promise<void> {
  const rows = BENCH_ROWS.filter((row) => values.only.length === 0 || values.only.includes(row.name));
  if (rows.length === 0) {
    throw new Error(`There is no such row. There are: ${BENCH_ROWS.map((row) => row.name).join(", ")}.`);
  }
  const results: RowResult[] = [];
  for (const row of rows) {
    console.error(`${row.name} ...`);
    const rounds = values.rounds === undefined ? row.rounds : Number(values.rounds);
    const open = await row.open(context);
    try {
      results.push(await measureRow(row.name, open, values.quick ? Math.min(rounds, 3) : rounds));
    } finally {
      await open.close();
    }
  }
  console.log(values.json ? formatJson(results) : `${formatTable(results)}\n\n${describeMachine()}`);
}

function describeMachine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 1024 ** 3);
  const day = new Date().toISOString().slice(0, 10);
  return `${day}, ${cpus().length} cores (${cpu?.model ?? "unknown"}), ${memory} GiB, ${platform()} ${release()}, Node ${process.version}`;
}

try {
  await main();
} finally {
  await (await server)?.stop();
}
process.exit(0);
