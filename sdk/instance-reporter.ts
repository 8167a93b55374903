import { type AllocationHolder, STALE_AFTER_MS } from "./allocation-holder.ts";
import type { Endpoint } from "./fetch-snapshot.ts";
import { reportInstance } from "./report-instance.ts";

export const SDK_VERSION = "0.1.0";
const HEARTBEAT_MS = 15_000;
/** Only the newest count: a gateway that has seen hundreds of releases does not keep them all loaded. */
const MAX_WARM = 20;

export type InstanceReporter = {
  instanceId: string;
  /** Sends a report now; while one is under way, another follows it. */
  send: () => void;
  start: () => void;
  stop: () => void;
  markWarm: (releaseId: string) => void;
  setReadiness: (readiness: "warming" | "ready") => void;
};

/** createInstanceReporter tells the data plane every 15 s, and at once after a change, what this gateway routes by. */
export function createInstanceReporter(
  endpoint: Endpoint,
  instanceId: string,
  holder: AllocationHolder,
): InstanceReporter {
  const warm = new Set<string>();
  let readiness: "warming" | "ready" = "ready";
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> | null = null;
  let isAskedAgain = false;
  const send = () => {
    const environment = holder.environment();
    if (environment === null) return;
    if (running !== null) {
      isAskedAgain = true;
      return;
    }
    running = reportInstance(endpoint, {
      ...{ instanceId, sdkVersion: SDK_VERSION, warmReleaseIds: [...warm] },
      environment: environment.name,
      generation: environment.generation,
      readiness: holder.staleMs() >= STALE_AFTER_MS ? "stale" : readiness,
    }).finally(() => {
      running = null;
      if (isAskedAgain) send();
      isAskedAgain = false;
    });
  };
  return {
    instanceId,
    send,
    start: () => {
      timer = setInterval(send, HEARTBEAT_MS).unref();
    },
    stop: () => clearInterval(timer),
    markWarm: (releaseId) => {
      warm.delete(releaseId);
      warm.add(releaseId);
      const [oldest] = warm;
      if (warm.size > MAX_WARM && oldest !== undefined) warm.delete(oldest);
      send();
    },
    setReadiness: (next) => {
      readiness = next;
      send();
    },
  };
}
