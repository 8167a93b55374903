import { randomUUID } from "node:crypto";
import { addToSketch, createSketch, type LogSketch } from "../../../domain/stats/sketch/log-sketch.ts";
import type { EvaluationRow, InferenceCallRow, ScoreOrigin } from "../trace-rows.ts";
import { createLabelLimit } from "./label-limit.ts";
import {
  CALL_METRICS,
  type CallMetric,
  TIER_MS,
  type WindowMetric,
  type WindowTier,
} from "./window-metrics.ts";

/** One row of a window, as this writer has it so far. */
export type WindowEntry = {
  tier: WindowTier;
  projectId: string;
  environment: string;
  releaseId: string;
  arm: string;
  region: string;
  metric: WindowMetric;
  at: Date;
  writer: string;
  valueCount: number;
  errorCount: number;
  total: number;
  totalOfSquares: number;
  sketch: LogSketch;
};

/**
 * What one connection has counted. Its rows are its own (`writer`), so it never reads them: it writes what it has.
 * A row whose fate is unknown is forgotten, and counting goes on in a new one.
 */
export type WindowMemory = {
  /** Counts rows that were really inserted. */
  count: (calls: readonly InferenceCallRow[], scores: readonly EvaluationRow[]) => void;
  /** The rows that changed since they were last settled. */
  changed: () => WindowEntry[];
  /** The transaction that wrote the changed rows is committed. */
  settle: () => void;
  /** It is not, or nobody knows: what changed goes on in new rows. */
  forget: () => void;
};

/** Groups of rows that are kept in memory; of older ones new rows are begun when something late comes. */
const MAX_CELLS = 1_000;

/** Groups that calls of now fall into, looked through before a key is made. */
const MAX_RECENT = 16;

/** The rows of one time, environment, release, arm and region: one per metric. A minute knows its hour. */
type Cell = {
  key: string;
  of: Pick<WindowEntry, "tier" | "projectId" | "environment" | "releaseId" | "arm" | "region" | "at">;
  entries: Map<WindowMetric, WindowEntry>;
  hour: Cell | null;
};
type CellOrigin = ScoreOrigin & { projectId: string };

const METRICS: readonly { metric: CallMetric; read: (call: InferenceCallRow) => number | null }[] = [
  { metric: "latency_ms", read: CALL_METRICS.latency_ms },
  { metric: "ttft_ms", read: CALL_METRICS.ttft_ms },
  { metric: "input_tokens", read: CALL_METRICS.input_tokens },
  { metric: "output_tokens", read: CALL_METRICS.output_tokens },
  { metric: "cost_usd", read: CALL_METRICS.cost_usd },
];

/** createWindowMemory makes the memory of one connection. */
export function createWindowMemory(maxCells = MAX_CELLS): WindowMemory {
  const limitLabel = createLabelLimit();
  const cells = new Map<string, Cell>();
  const changed = new Set<Cell>();

  const cellAt = (tier: WindowTier, origin: CellOrigin, atMs: number): Cell => {
    const startMs = atMs - (atMs % TIER_MS[tier]);
    const region = origin.region === null ? "" : limitLabel(`${origin.projectId}\tregion`, origin.region);
    const { projectId, environment, releaseId, arm } = origin;
    const key = `${tier}\t${startMs}\t${projectId}\t${environment}\t${releaseId}\t${arm}\t${region}`;
    const known = cells.get(key);
    if (known !== undefined) return known;
    const cell: Cell = {
      key,
      // One literal each, as rows are: objects that are spread together are several times as slow to count with.
      of: {
        tier,
        projectId,
        environment: environment ?? "",
        releaseId: releaseId ?? "",
        arm: arm ?? "",
        region,
        at: new Date(startMs),
      },
      entries: new Map(),
      hour: tier === "hour" ? null : cellAt("hour", origin, startMs),
    };
    cells.set(key, cell);
    return cell;
  };
  const recent: Cell[] = [];
  const recentCellAt = (origin: CellOrigin, atMs: number): Cell => {
    const startMs = atMs - (atMs % TIER_MS.minute);
    for (const cell of recent) if (isCellOf(cell, origin, startMs)) return cell;
    const cell = cellAt("minute", origin, atMs);
    if (recent.unshift(cell) > MAX_RECENT) recent.pop();
    return cell;
  };
  const touch = (origin: CellOrigin, atMs: number): Cell => {
    const cell = recentCellAt(origin, atMs);
    changed.add(cell);
    if (cell.hour !== null) changed.add(cell.hour);
    return cell;
  };

  return {
    count: (calls, scores) => {
      for (const call of calls) {
        if (call.isInference) countCall(touch(call, call.startedAt.getTime()), call);
      }
      for (const score of scores) {
        if (score.origin === null || (score.score === null && score.errorType === null)) continue;
        const origin = { ...score.origin, projectId: score.projectId };
        const metric: WindowMetric = `score:${limitLabel(`${score.projectId}\tscore`, score.name)}`;
        countScore(touch(origin, score.receivedAt.getTime()), metric, score);
      }
    },
    changed: () => [...changed].flatMap((cell) => [...cell.entries.values()]),
    settle: () => {
      changed.clear();
      for (const key of cells.keys()) {
        if (cells.size <= maxCells) break;
        cells.delete(key);
      }
    },
    forget: () => {
      if (changed.size === 0) return;
      // A minute that points to a forgotten hour would count into rows that are no longer written.
      changed.clear();
      cells.clear();
      recent.length = 0;
    },
  };
}

/** Without making a key of it, which would cost more than the counting. */
function isCellOf({ of }: Cell, origin: CellOrigin, startMs: number): boolean {
  return (
    of.at.getTime() === startMs &&
    of.region === (origin.region ?? "") &&
    of.arm === (origin.arm ?? "") &&
    of.releaseId === (origin.releaseId ?? "") &&
    of.environment === (origin.environment ?? "") &&
    of.projectId === origin.projectId
  );
}

function countCall(minute: Cell, call: InferenceCallRow): void {
  for (const { metric, read } of METRICS) {
    const value = read(call);
    if (value === null) continue;
    for (let cell: Cell | null = minute; cell !== null; cell = cell.hour) {
      const entry = entryOf(cell, metric);
      addValue(entry, value);
      if (call.status === "error") entry.errorCount += 1;
    }
  }
}

function countScore(minute: Cell, metric: WindowMetric, { score, errorType }: EvaluationRow): void {
  for (let cell: Cell | null = minute; cell !== null; cell = cell.hour) {
    const entry = entryOf(cell, metric);
    if (errorType !== null) entry.errorCount += 1;
    if (score !== null) addValue(entry, score);
  }
}

function entryOf(cell: Cell, metric: WindowMetric): WindowEntry {
  const known = cell.entries.get(metric);
  if (known !== undefined) return known;
  const { tier, projectId, environment, releaseId, arm, region, at } = cell.of;
  const entry: WindowEntry = {
    tier,
    projectId,
    environment,
    releaseId,
    arm,
    region,
    metric,
    at,
    writer: randomUUID(),
    valueCount: 0,
    errorCount: 0,
    total: 0,
    totalOfSquares: 0,
    sketch: createSketch(),
  };
  cell.entries.set(metric, entry);
  return entry;
}

function addValue(entry: WindowEntry, value: number): void {
  entry.valueCount += 1;
  entry.total += value;
  entry.totalOfSquares += value * value;
  addToSketch(entry.sketch, value);
}
