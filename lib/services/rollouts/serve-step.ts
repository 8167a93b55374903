import type { Transaction } from "../../db/client.ts";
import type { RolloutModel } from "../../db/generated/models.ts";
import type { EnvironmentFacts } from "../../db/queries/environment-facts.ts";
import { readPolicyOf } from "../../db/queries/read-policy.ts";
import { appendAllocation } from "../../db/repositories/allocations.ts";
import { type Audit, expectOne } from "../../db/transact.ts";
import {
  nextRolloutState,
  type RolloutEvent,
  type RolloutState,
  rolloutStateOf,
} from "../../domain/rollout/rollout-state.ts";
import { acceptState } from "../throw-refusal.ts";

/** All subjects, in basis points. */
const ALL_BP = 10_000;

export type Step = {
  rollout: RolloutModel;
  /** Read in this transaction, after the environment's row was locked. */
  facts: EnvironmentFacts;
  /** Index into the rollout's steps. */
  stepIndex: number;
  action: "rollout.started" | "rollout.step_advanced" | "rollout.promoted_now";
  reason: string | null;
  now: Date;
};

/**
 * serveStep gives the candidate the share of one step, with rollout and allocation in the caller's transaction. With
 * the last step the candidate becomes control and the bake begins. Errors: version-conflict, wrong-state.
 */
export async function serveStep(tx: Transaction, audit: Audit, step: Step): Promise<void> {
  const { rollout, facts, stepIndex, now } = step;
  const { projectId, number, candidateReleaseId } = rollout;
  const shareBp = rollout.stepsBp[stepIndex] ?? ALL_BP;
  const isLast = shareBp === ALL_BP;
  const state = stateAfter(rollout, isLast);
  const bakeUntil = isLast ? await bakeEnd(tx, rollout, now) : null;
  const { count } = await tx.rollout.updateMany({
    where: { projectId, number, version: rollout.version },
    data: {
      ...{ state, stepIndex, pausedAt: null, pauseReason: null, pausedBy: null, pausedByName: null },
      startedAt: rollout.startedAt ?? now,
      stepStartedAt: now,
      ...(isLast ? { bakingSince: now, bakeUntil } : {}),
      version: { increment: 1 },
    },
  });
  expectOne(count, "rollout");
  const allocationVersion = await appendAllocation(tx, {
    ...{ projectId, now, cause: "rollout", rolloutNumber: number },
    environmentId: rollout.environmentId,
    expectedVersion: facts.environment.allocationVersion,
    controlReleaseId: isLast ? candidateReleaseId : rollout.controlReleaseId,
    candidateReleaseId: isLast ? null : candidateReleaseId,
    shareBp: isLast ? 0 : shareBp,
  });
  const common = {
    chain: projectId,
    environment: rollout.environment,
    releaseId: candidateReleaseId,
    resourceKind: "rollout",
    resourceId: String(number),
  };
  const before = {
    state: rollout.state,
    served: facts.allocation?.controlReleaseId ?? null,
    ...shareOf(facts),
  };
  const after = {
    state: isLast ? "stepping" : state,
    candidate: candidateReleaseId,
    shareBp,
    allocationVersion,
  };
  audit({ ...common, action: step.action, before, after, reason: step.reason });
  if (bakeUntil === null) return;
  audit({
    ...common,
    action: "rollout.baking",
    before: { state: "stepping" },
    after: { state, bakeUntil: bakeUntil.toISOString() },
  });
}

/** Through the transition function, one event after the other, whatever the step skips. */
function stateAfter(rollout: RolloutModel, isLast: boolean): RolloutState {
  const events: RolloutEvent[] = [
    ...(rollout.state === "waiting" ? [{ kind: "started" } as const] : []),
    ...(rollout.state === "stepping" && !isLast ? [{ kind: "step_advanced" } as const] : []),
    ...(isLast ? [{ kind: "bake_started" } as const] : []),
  ];
  return events.reduce<RolloutState>(
    (state, event) => acceptState(nextRolloutState(state, event)),
    rolloutStateOf(rollout),
  );
}

function shareOf({ allocation }: EnvironmentFacts): { shareBp: number } {
  return { shareBp: allocation?.shareBp ?? 0 };
}

/** Rollouts from before steps were stored take the bake time of their release's policy. */
async function bakeEnd(tx: Transaction, rollout: RolloutModel, now: Date): Promise<Date> {
  const hours =
    rollout.bakeHours ??
    (await readPolicyOf(tx, rollout.projectId, rollout.candidateReleaseId)).policy.rollout.bakeHours;
  return new Date(now.getTime() + hours * 3_600_000);
}
