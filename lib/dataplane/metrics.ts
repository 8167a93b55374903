import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { AttributedScores } from "../db/traces/attribute-scores.ts";
import type { StoredGroup } from "../db/traces/writer/trace-writer.ts";
import type { OtlpSignal } from "./otlp-answer.ts";

export type DataPlaneMetrics = {
  registry: Registry;
  countRequest: (route: string, status: number, seconds: number) => void;
  countItems: (signal: OtlpSignal | "feedback", accepted: number, rejected: number) => void;
  countGroup: (group: StoredGroup) => void;
  /** Scores that came apart from their request: counted, still waiting, or given up. */
  countScores: (scores: AttributedScores) => void;
  /** Rows outside of any day's partition, which retention does not drop. */
  sayInDefault: (rows: number) => void;
  /** Rows that wait are asked for at each scrape. */
  watchWaitingRows: (waitingRows: () => number) => void;
};

/** createMetrics makes the numbers that /metrics shows; `snapshotAgeMs` and `streamCount` are asked at each scrape. */
export function createMetrics(
  snapshotAgeMs: () => number | null,
  streamCount: () => number = () => 0,
): DataPlaneMetrics {
  const registry = new Registry();
  const registers = [registry];
  const items = new Counter({
    name: "tupelo_ingest_items_total",
    help: "Spans and log records received, by signal and outcome.",
    labelNames: ["signal", "outcome"],
    registers,
  });
  new Gauge({
    name: "tupelo_allocation_snapshot_age_seconds",
    help: "Age of the allocations that are being served; NaN before the first read.",
    registers,
    collect() {
      this.set((snapshotAgeMs() ?? Number.NaN) / 1_000);
    },
  });
  let waitingRows = () => 0;
  new Gauge({
    name: "tupelo_ingest_waiting_rows",
    help: "Rows that wait to be stored or are being written: how far the database is behind.",
    registers,
    collect() {
      this.set(waitingRows());
    },
  });
  const countGroup = createGroupCounter(registers);
  const scores = new Counter({
    name: "tupelo_late_scores_total",
    help: "Scores that came apart from their request: attributed to it, or given up after a day.",
    labelNames: ["outcome"],
    registers,
  });
  const inDefault = new Gauge({
    name: "tupelo_traces_default_rows",
    help: "Rows that lie in no day's partition; more than a few for an hour means that maintenance fails.",
    registers,
  });
  new Gauge({
    name: "tupelo_gateway_streams",
    help: "Gateways that listen for changes.",
    registers,
    collect() {
      this.set(streamCount());
    },
  });
  return {
    registry,
    countGroup,
    countScores: ({ attributed, givenUp }) => {
      scores.inc({ outcome: "attributed" }, attributed);
      scores.inc({ outcome: "given_up" }, givenUp);
    },
    sayInDefault: (rows) => inDefault.set(rows),
    watchWaitingRows: (read) => {
      waitingRows = read;
    },
    countRequest: createRequestCounter(registers),
    countItems: (signal, accepted, rejected) => {
      items.inc({ signal, outcome: "accepted" }, accepted);
      items.inc({ signal, outcome: "rejected" }, rejected);
    },
  };
}

/** Finding a histogram's child by its labels costs more than the rest of a small answer's count, so each is kept. */
function createRequestCounter(registers: Registry[]): DataPlaneMetrics["countRequest"] {
  const requests = new Histogram({
    name: "tupelo_dataplane_request_seconds",
    help: "Time to answer, by route and status.",
    labelNames: ["route", "status"],
    buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
    registers,
  });
  const children = new Map<string, ReturnType<typeof requests.labels>>();
  const childOf = (route: string, status: number) => {
    const name = `${route} ${status}`;
    const known = children.get(name);
    if (known !== undefined) return known;
    const child = requests.labels({ route, status });
    children.set(name, child);
    return child;
  };
  return (route, status, seconds) => childOf(route, status).observe(seconds);
}

function createGroupCounter(registers: Registry[]): DataPlaneMetrics["countGroup"] {
  const rows = new Counter({
    name: "tupelo_ingest_rows_total",
    help: "Rows of groups that were committed: new, there already (duplicate), or refused by the database.",
    labelNames: ["outcome"],
    registers,
  });
  const sizes = new Histogram({
    name: "tupelo_ingest_group_rows",
    help: "Rows per transaction.",
    labelNames: ["path"],
    buckets: [1, 10, 100, 500, 1_000, 2_000, 5_000, 10_000, 20_000],
    registers,
  });
  const seconds = new Histogram({
    name: "tupelo_ingest_group_seconds",
    help: "Time from taking a group to its commit, straight into the tables or through staging.",
    labelNames: ["path"],
    buckets: [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
    registers,
  });
  return (group) => {
    const path = group.wasStaged ? "staging" : "direct";
    rows.inc({ outcome: "new" }, group.newCount);
    rows.inc({ outcome: "refused" }, group.refusedCount);
    rows.inc({ outcome: "duplicate" }, group.rowCount - group.newCount - group.refusedCount);
    sizes.observe({ path }, group.rowCount);
    seconds.observe({ path }, group.seconds);
  };
}
