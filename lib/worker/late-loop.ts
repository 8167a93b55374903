import { releaseLease, takeLease } from "../db/leases.ts";
import { tellLate } from "../services/reconciliations/tell-late.ts";
import { pause } from "./pause.ts";
import { GIT_SYNC } from "./service-principal.ts";
import type { Loop } from "./sync-loop.ts";
import { type WorkerDeps, workerContext } from "./worker-context.ts";

const LEASE = "late-reconciliations";
const LEASE_SECONDS = 60;
const POLL_MS = 15_000;

/** startLateLoop looks for reconciliations that are late, in one worker at a time, and lets their owners be told once. */
export function startLateLoop(deps: WorkerDeps, holder: string): Loop {
  const stopping = new AbortController();
  const run = async () => {
    while (!stopping.signal.aborted) {
      await tick(deps, holder).catch((error: unknown) => {
        deps.logger.error({ err: error }, "looking for late reconciliations failed");
      });
      await pause(POLL_MS, stopping.signal);
    }
    await releaseLease(deps.db, LEASE, holder);
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function tick(deps: WorkerDeps, holder: string): Promise<void> {
  if ((await takeLease(deps.db, LEASE, holder, LEASE_SECONDS)) === null) return;
  const told = await tellLate(workerContext(deps, GIT_SYNC));
  if (told > 0) deps.logger.warn({ told }, "reconciliations are late");
}
