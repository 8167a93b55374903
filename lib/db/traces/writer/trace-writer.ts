import type pg from "pg";
import { type FindAllocationSteps, sightSubjects } from "../rollout-subjects.ts";
import type { TraceRows } from "../trace-rows.ts";
import { createWindowMemory, type WindowMemory } from "../windows/window-memory.ts";
import { type StoreContext, type StoredRows, storeRows } from "./store-rows.ts";

/** What the writer tells of each group that it stored, for metrics. */
export type StoredGroup = {
  rowCount: number;
  newCount: number;
  refusedCount: number;
  wasStaged: boolean;
  seconds: number;
};

export type TraceWriter = {
  /**
   * Stores the rows with those of others in one transaction, and resolves after the commit with the rows that the
   * database refused. Rejects while the database is away, and with WriterBusy when too many rows wait.
   */
  store: (rows: TraceRows) => Promise<ReadonlySet<object>>;
  /** Rows that wait or are being written. */
  waitingRows: () => number;
  /** Writes what waits and takes no more. */
  stop: () => Promise<void>;
};

/** More rows wait than may: the sender has to come back. */
export class WriterBusy extends Error {
  constructor() {
    super("too many rows wait to be stored");
    this.name = "WriterBusy";
  }
}

export type TraceWriterOptions = {
  pool: pg.Pool;
  /** The allocations of a project: where they are given, subjects are noted per rollout and arm. */
  findSteps?: FindAllocationSteps;
  onStored?: (group: StoredGroup) => void;
  /** How many connections write at once. */
  lanes?: number;
  /** A group that has this many rows is written at once. */
  minRows?: number;
  maxRows?: number;
  /** How long the first rows of a group wait for others, at most. */
  waitMs?: number;
  maxWaitingRows?: number;
};

type Waiting = {
  rows: TraceRows;
  count: number;
  at: number;
  resolve: (refused: ReadonlySet<object>) => void;
  reject: (error: unknown) => void;
};

/**
 * createTraceWriter gathers the rows of many requests into groups and writes each in one transaction, on two connections
 * that take turns. Each connection counts its windows in memory and writes them in the same transaction.
 */
export function createTraceWriter(options: TraceWriterOptions): TraceWriter {
  const { lanes = 2, minRows = 2_000, maxRows = 10_000, waitMs = 20 } = options;
  const { maxWaitingRows = 100_000 } = options;
  const queue: Waiting[] = [];
  const idle: WindowMemory[] = Array.from({ length: lanes }, () => createWindowMemory());
  let queued = 0;
  let writing = 0;
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;
  let onIdle: (() => void) | undefined;

  const takeGroup = (): Waiting[] => {
    const group: Waiting[] = [];
    let count = 0;
    for (let next = queue[0]; next !== undefined; next = queue[0]) {
      if (group.length > 0 && count + next.count > maxRows) break;
      queue.shift();
      group.push(next);
      count += next.count;
    }
    queued -= count;
    writing += count;
    return group;
  };

  const work = () => {
    clearTimeout(timer);
    timer = undefined;
    for (let first = queue[0]; first !== undefined; first = queue[0]) {
      const leftMs = first.at + waitMs - performance.now();
      if (queued < minRows && leftMs > 0 && !isStopping) {
        timer = setTimeout(work, leftMs);
        return;
      }
      const windows = idle.pop();
      if (windows === undefined) return;
      const group = takeGroup();
      void writeGroup(options, group, windows).finally(() => {
        writing -= countOf(group);
        idle.push(windows);
        work();
      });
    }
    if (writing === 0) onIdle?.();
  };

  return {
    store: (rows) =>
      new Promise((resolve, reject) => {
        const count =
          rows.calls.length + rows.featureReads.length + rows.evaluations.length + rows.payloads.length;
        if (count === 0) return resolve(new Set());
        const waiting = queued + writing;
        // One batch of any size is taken: otherwise it could never be stored.
        if (isStopping || (waiting > 0 && waiting + count > maxWaitingRows)) return reject(new WriterBusy());
        queue.push({ rows, count, at: performance.now(), resolve, reject });
        queued += count;
        work();
      }),
    waitingRows: () => queued + writing,
    stop: async () => {
      isStopping = true;
      const ended = new Promise<void>((resolve) => {
        onIdle = resolve;
      });
      work();
      await ended;
    },
  };
}

const countOf = (group: readonly Waiting[]) => group.reduce((sum, waiting) => sum + waiting.count, 0);

async function writeGroup(
  { pool, findSteps, onStored }: TraceWriterOptions,
  group: readonly Waiting[],
  windows: WindowMemory,
): Promise<void> {
  try {
    const startedAt = performance.now();
    const rows = joinRows(group.map((waiting) => waiting.rows));
    const subjects = findSteps === undefined ? [] : await sightSubjects(rows.calls, findSteps);
    const stored = await storeOnConnection(pool, rows, { windows, subjects });
    onStored?.({
      rowCount: countOf(group),
      newCount: Object.values(stored.inserted).reduce((sum, some) => sum + some.length, 0),
      refusedCount: stored.refused.size,
      wasStaged: stored.wasStaged,
      seconds: (performance.now() - startedAt) / 1_000,
    });
    for (const waiting of group) waiting.resolve(stored.refused);
  } catch (error) {
    for (const waiting of group) waiting.reject(error);
  }
}

async function storeOnConnection(pool: pg.Pool, rows: TraceRows, context: StoreContext): Promise<StoredRows> {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    return await storeRows(client, rows, context);
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // A connection that failed is closed, not returned: its transaction ends with it.
    client.release(failure);
  }
}

function joinRows(groups: readonly TraceRows[]): TraceRows {
  const [only] = groups;
  if (only !== undefined && groups.length === 1) return only;
  return {
    calls: groups.flatMap((rows) => rows.calls),
    featureReads: groups.flatMap((rows) => rows.featureReads),
    evaluations: groups.flatMap((rows) => rows.evaluations),
    payloads: groups.flatMap((rows) => rows.payloads),
  };
}
