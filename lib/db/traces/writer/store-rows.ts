import type pg from "pg";
import type { CopyTable } from "../copy-statement.ts";
import { type SubjectRow, writeSubjects } from "../rollout-subjects.ts";
import type {
  EvaluationRow,
  FeatureReadRow,
  InferenceCallRow,
  PayloadRow,
  TraceRows,
} from "../trace-rows.ts";
import { CALLS_TABLE, EVALUATIONS_TABLE, FEATURE_READS_TABLE, PAYLOADS_TABLE } from "../trace-tables.ts";
import type { WindowMemory } from "../windows/window-memory.ts";
import { writeWindows } from "../windows/write-windows.ts";
import { copyRows } from "./copy-rows.ts";
import { classifyError } from "./database-errors.ts";
import { queueWaitingScores } from "./queue-waiting-scores.ts";
import { stageRows } from "./stage-rows.ts";

/** What came of a group of rows: those that are new, and those that the database cannot hold. The others were there. */
export type StoredRows = {
  inserted: TraceRows;
  refused: ReadonlySet<object>;
  /** Whether rows had to be looked at one by one, which is slower. */
  wasStaged: boolean;
};

/** What is written beside the rows: the counts of this connection, and the subjects that the rows name. */
export type StoreContext = { windows: WindowMemory; subjects?: readonly SubjectRow[] };

const MAX_TRIES = 4;
/** The same rows in two hands: the second waits for the first, longer than a page would. */
const BEGIN = "BEGIN; SET LOCAL lock_timeout = 8000";

/**
 * storeRows stores a group of rows in one transaction, with the windows that count those which are new, and returns
 * after the commit. First straight into the tables; where that meets rows that are there already, or that cannot be
 * stored, through staging tables. Throws the driver's error while the database is away: then nothing is stored, or
 * everything is and nobody knows, and the same rows sent again are counted once.
 */
export async function storeRows(
  client: pg.ClientBase,
  rows: TraceRows,
  { windows, subjects = [] }: StoreContext,
): Promise<StoredRows> {
  let insert = copyAll;
  for (let tries = 1; ; tries += 1) {
    try {
      await client.query(BEGIN);
      const stored = await insert(client, rows);
      windows.count(stored.inserted.calls, stored.inserted.evaluations);
      await writeWindows(client, windows.changed());
      await writeSubjects(client, subjects);
      await queueWaitingScores(client, stored.inserted.evaluations);
      await client.query("COMMIT");
      windows.settle();
      return stored;
    } catch (error) {
      windows.forget();
      if (classifyError(error) === "away" || tries === MAX_TRIES) throw error;
      await client.query("ROLLBACK");
      insert = stageAll;
    }
  }
}

async function copyAll(client: pg.ClientBase, rows: TraceRows): Promise<StoredRows> {
  await copyRows(client, CALLS_TABLE, rows.calls);
  await copyRows(client, FEATURE_READS_TABLE, rows.featureReads);
  await copyRows(client, EVALUATIONS_TABLE, rows.evaluations);
  await copyRows(client, PAYLOADS_TABLE, rows.payloads);
  return { inserted: rows, refused: new Set(), wasStaged: false };
}

async function stageAll(client: pg.ClientBase, rows: TraceRows): Promise<StoredRows> {
  const refused = new Set<object>();
  const stage = async <Row extends object>(table: CopyTable<Row>, some: readonly Row[]): Promise<Row[]> => {
    const staged = await stageRows(client, table, some);
    for (const row of staged.refused) refused.add(row);
    return staged.inserted;
  };
  const calls = await stage<InferenceCallRow>(CALLS_TABLE, rows.calls);
  const featureReads = await stage<FeatureReadRow>(FEATURE_READS_TABLE, rows.featureReads);
  const evaluations = await stage<EvaluationRow>(EVALUATIONS_TABLE, rows.evaluations);
  const payloads = await stage<PayloadRow>(PAYLOADS_TABLE, rows.payloads);
  return { inserted: { calls, featureReads, evaluations, payloads }, refused, wasStaged: true };
}
