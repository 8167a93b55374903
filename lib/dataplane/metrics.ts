import { Counter, Gauge, Histogram, Registry } from "prom-client";
import type { OtlpSignal } from "./otlp-answer.ts";

export type DataPlaneMetrics = {
  registry: Registry;
  countRequest: (route: string, status: number, seconds: number) => void;
  countItems: (signal: OtlpSignal, accepted: number, rejected: number) => void;
};

/** createMetrics makes the numbers that /metrics shows; `snapshotAgeMs` is asked at each scrape. */
export function createMetrics(snapshotAgeMs: () => number | null): DataPlaneMetrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Histogram({
    name: "tupelo_dataplane_request_seconds",
    help: "Time to answer, by route and status.",
    labelNames: ["route", "status"],
    buckets: [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10],
    registers,
  });
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
  return {
    registry,
    countRequest: (route, status, seconds) => requests.observe({ route, status }, seconds),
    countItems: (signal, accepted, rejected) => {
      items.inc({ signal, outcome: "accepted" }, accepted);
      items.inc({ signal, outcome: "rejected" }, rejected);
    },
  };
}
