import type { Transaction } from "../../db/client.ts";
import type { RolloutModel } from "../../db/generated/models.ts";
import { type Audit, expectOne } from "../../db/transact.ts";
import { nextRolloutState, type RolloutEvent, rolloutStateOf } from "../../domain/rollout/rollout-state.ts";
import { acceptState } from "../throw-refusal.ts";

/** endRollout closes an open rollout by one of its transitions, with its event, in the caller's transaction. */
export async function endRollout(
  tx: Transaction,
  audit: Audit,
  rollout: RolloutModel,
  event: RolloutEvent,
  now: Date,
  reason: string | null,
): Promise<void> {
  const state = acceptState(nextRolloutState(rolloutStateOf(rollout), event));
  const { count } = await tx.rollout.updateMany({
    where: { projectId: rollout.projectId, number: rollout.number, version: rollout.version },
    data: { state, endedAt: now, endReason: reason, version: { increment: 1 } },
  });
  expectOne(count, "rollout");
  audit({
    chain: rollout.projectId,
    action: `rollout.${state}`,
    resourceKind: "rollout",
    resourceId: String(rollout.number),
    environment: rollout.environment,
    releaseId: rollout.candidateReleaseId,
    before: { state: rollout.state },
    after: { state },
    reason,
  });
}
