import type pg from "pg";
import { listProtoSpans } from "../../../lib/dataplane/proto-spans.ts";
import { readSpans } from "../../../lib/dataplane/read-batch.ts";
import type { Database } from "../../../lib/db/client.ts";
import { type CopyTable, columnNames } from "../../../lib/db/traces/copy-statement.ts";
import { maintainTraces } from "../../../lib/db/traces/maintain-traces.ts";
import type { InferenceCallRow } from "../../../lib/db/traces/trace-rows.ts";
import { CALLS_TABLE } from "../../../lib/db/traces/trace-tables.ts";
import { copyRows } from "../../../lib/db/traces/writer/copy-rows.ts";
import type { BenchRow } from "../frame/bench-row.ts";
import { openDataPlaneWorld } from "../frame/data-plane-world.ts";
import { createSpanBodies } from "../frame/span-bodies.ts";
import { openPrismaCreateMany } from "../peers/prisma-create-many.ts";

const SPANS = 20_000;
const SPANS_PER_BODY = 500;
const RETENTION = { rowDays: 90, payloadDays: 30, minuteDays: 35, hourDays: 400 };

/** Trace ingest: from bytes of OTLP over HTTP to committed, counted rows, against COPY of the same rows alone. */
export const traceIngest: BenchRow = {
  name: "trace ingest",
  rounds: 7,
  open: async (context) => {
    const world = await openDataPlaneWorld(context);
    const { pool } = world;
    await maintainTraces(pool, new Date(), RETENTION);
    const prisma = await openPrismaCreateMany(world.fixture.test.url);
    const spans = Math.max(2_000, 10 * Math.round((SPANS * context.scale) / 10));
    const protobuf = createSpanBodies("application/x-protobuf", SPANS_PER_BODY);
    const json = createSpanBodies("application/json", SPANS_PER_BODY);
    const makeRows = (count = spans) => rowsOf(count, () => protobuf.next());
    const counted =
      (work: () => Promise<number>, count = spans) =>
      async () => {
        const before = await countCalls(pool);
        const seconds = await work();
        const stored = (await countCalls(pool)) - before;
        if (stored !== count) throw new Error(`${stored} of ${count} rows were stored`);
        return count / seconds;
      };
    // Its rate is the same for 50 rows a call and for thousands, and so low that all would take minutes a round.
    const few = spans / 10;
    return {
      unit: "rows/s",
      sides: [
        { name: "ours, protobuf", measure: counted(() => world.send(protobuf, spans)) },
        { name: "ours, JSON", measure: counted(() => world.send(json, spans)) },
        { name: "COPY", measure: counted(() => timed(pool, makeRows(), copyAlone)) },
        { name: "UNNEST", measure: counted(() => timed(pool, makeRows(), unnest)) },
        { name: "VALUES", measure: counted(() => timed(pool, makeRows(), insertValues)) },
        { name: "Prisma, VALUES", measure: counted(() => timedPrisma(world.fixture.test.db, makeRows())) },
        { name: "Prisma, createMany", measure: counted(() => timedCreateMany(prisma, makeRows(few)), few) },
      ],
      goals: [
        { name: "protobuf to COPY", of: "ours, protobuf", against: "COPY", limit: { atLeast: 0.8 } },
        { name: "JSON to COPY", of: "ours, JSON", against: "COPY", limit: { atLeast: 0.6 } },
        {
          ...{ name: "protobuf to createMany", of: "ours, protobuf", against: "Prisma, createMany" },
          limit: { atLeast: 25 },
        },
      ],
      close: async () => {
        await prisma.close();
        await world.close();
      },
    };
  },
};

function rowsOf(spans: number, next: () => Buffer): InferenceCallRow[] {
  const sender = {
    projectId: "prj_deploybuddy",
    projectSlug: "deploybuddy",
    keyId: "key_1",
    environment: null,
    assignmentKey: null,
    onlySigned: false,
  };
  const rows: InferenceCallRow[] = [];
  while (rows.length < spans) {
    const read = readSpans(listProtoSpans(next()), { ...sender, receivedAt: new Date() });
    for (const { call } of read.spans) rows.push({ ...call, releaseId: call.claimedRelease });
  }
  return rows.slice(0, spans);
}

type Insert = (client: pg.PoolClient, rows: readonly InferenceCallRow[]) => Promise<void>;

async function timed(pool: pg.Pool, rows: readonly InferenceCallRow[], insert: Insert): Promise<number> {
  const client = await pool.connect();
  try {
    const startedAt = performance.now();
    await client.query("BEGIN");
    await insert(client, rows);
    await client.query("COMMIT");
    return (performance.now() - startedAt) / 1_000;
  } finally {
    client.release();
  }
}

/** The floor: all rows in one COPY, nothing decoded, nothing counted. */
const copyAlone: Insert = (client, rows) => copyRows(client, CALLS_TABLE, rows);

const unnest: Insert = async (client, rows) => {
  const { columns } = CALLS_TABLE;
  const arrays = columns.map((column, index) => `$${index + 1}::${column.type}[]`).join(", ");
  for (let from = 0; from < rows.length; from += 2_000) {
    const some = rows.slice(from, from + 2_000);
    await client.query({
      name: "unnest",
      text: `INSERT INTO traces.inference_call (${columnNames(CALLS_TABLE)}) SELECT * FROM unnest(${arrays}) ON CONFLICT DO NOTHING`,
      values: columns.map((column) => some.map((row) => column.value(row))),
    });
  }
};

/** One statement of many rows, a parameter per value. */
const insertValues: Insert = async (client, rows) => {
  const { columns } = CALLS_TABLE;
  const rowsPerStatement = Math.floor(65_535 / columns.length);
  for (let from = 0; from < rows.length; from += rowsPerStatement) {
    const some = rows.slice(from, from + rowsPerStatement);
    await client.query(
      insertStatement(CALLS_TABLE, some.length),
      some.flatMap((row) => columns.map(({ value }) => value(row))),
    );
  }
};

/** The same statement through Prisma's client and its driver adapter, in its transaction. */
async function timedPrisma(db: Database, rows: readonly InferenceCallRow[]): Promise<number> {
  const { columns } = CALLS_TABLE;
  const rowsPerStatement = Math.floor(32_767 / columns.length);
  const startedAt = performance.now();
  await db.$transaction(
    async (transaction) => {
      for (let from = 0; from < rows.length; from += rowsPerStatement) {
        const some = rows.slice(from, from + rowsPerStatement);
        const values = some.flatMap((row) => columns.map(({ value }) => value(row)));
        await transaction.$executeRawUnsafe(insertStatement(CALLS_TABLE, some.length), ...values);
      }
    },
    { timeout: 120_000, maxWait: 10_000 },
  );
  return (performance.now() - startedAt) / 1_000;
}

/** All rows in one call, as its documentation has it; Prisma cuts it into statements and a transaction by itself. */
async function timedCreateMany(
  prisma: Awaited<ReturnType<typeof openPrismaCreateMany>>,
  rows: readonly InferenceCallRow[],
): Promise<number> {
  const startedAt = performance.now();
  await prisma.createMany(rows);
  return (performance.now() - startedAt) / 1_000;
}

function insertStatement<Row>(table: CopyTable<Row>, count: number): string {
  const width = table.columns.length;
  const tuple = (row: number) =>
    `(${table.columns.map(({ type }, column) => `$${row * width + column + 1}::${type}`).join(", ")})`;
  const tuples = Array.from({ length: count }, (_, row) => tuple(row)).join(", ");
  return `INSERT INTO traces.${table.name} (${columnNames(table)}) VALUES ${tuples} ON CONFLICT DO NOTHING`;
}

async function countCalls(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM traces.inference_call",
  );
  return rows[0]?.count ?? 0;
}
