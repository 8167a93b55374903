import type { EnvironmentDetail } from "@/lib/contracts/environments.ts";
import { servedReleaseId } from "@/lib/domain/environments/allocation.ts";
import { leavingRelease } from "@/lib/domain/environments/rollback-target.ts";

type Allocation = NonNullable<EnvironmentDetail["served"]>;

/** servedBy is the release that most subjects get from an allocation; null before the first one. */
export function servedBy(allocation: Allocation | null): string | null {
  if (allocation === null) return null;
  const { control, candidate, shareBp } = allocation;
  return servedReleaseId({ controlReleaseId: control, candidateReleaseId: candidate, shareBp });
}

/** leavingOf is what a rollback gets away from, by the same rule as the service. */
export function leavingOf({ rollout, served }: EnvironmentDetail): string | null {
  return leavingRelease({ openRollout: rollout, servedReleaseId: servedBy(served) });
}

/** servedSince is when the served release got there: allocations that changed only the share do not count. */
export function servedSince(environment: EnvironmentDetail): string | null {
  const served = servedBy(environment.served);
  let since = environment.served?.since ?? null;
  for (const allocation of environment.history) {
    if (servedBy(allocation) !== served) break;
    since = allocation.since;
  }
  return since;
}

export type EnvironmentState = "reconciling" | "drift" | "rollout" | "in_sync";

/** stateOf is an environment's one word: what needs a person wins over what runs. */
export function stateOf(environment: EnvironmentDetail): EnvironmentState {
  if (environment.reconciliation !== null) return "reconciling";
  if (environment.drift) return "drift";
  return environment.rollout === null ? "in_sync" : "rollout";
}
