/** What one gateway last said of itself. */
export type GatewayReport = {
  instanceId: string;
  /** The allocation's version that it routes by. */
  generation: number;
  readiness: "warming" | "ready" | "stale";
  warmReleaseIds: readonly string[];
  lastSeenAt: Date;
};

export type ObservedAllocation = {
  /** The allocation that gateways are told now; null before the first. */
  generation: number | null;
  /** Gateways that reported lately. Those that ask over OFREP do not report, and need not. */
  reporting: number;
  /** Of these, how many route by that allocation. */
  observed: number;
  /** Reporting gateways, those that lag first. */
  instances: GatewayReport[];
};

/** Four heartbeats of 15 s: who is silent for longer does not count, neither for nor against. */
export const SILENT_AFTER_MS = 60_000;

/**
 * observeAllocation says how far an allocation got: told is not yet observed. A gateway that went away is left out after
 * a minute, so that it cannot hold up the answer for ever.
 */
export function observeAllocation(
  reports: readonly GatewayReport[],
  generation: number | null,
  now: Date,
): ObservedAllocation {
  const since = now.getTime() - SILENT_AFTER_MS;
  const instances = reports
    .filter(({ lastSeenAt }) => lastSeenAt.getTime() >= since)
    .sort((left, right) => left.generation - right.generation || compare(left.instanceId, right.instanceId));
  const observed = instances.filter(
    (report) => generation !== null && report.generation >= generation,
  ).length;
  return { generation, reporting: instances.length, observed, instances };
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
