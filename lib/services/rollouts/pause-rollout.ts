import type { Transaction } from "../../db/client.ts";
import type { RolloutModel } from "../../db/generated/models.ts";
import { type Audit, expectOne } from "../../db/transact.ts";
import { principalRef } from "../../domain/access/principal.ts";
import type { AuditAction } from "../../domain/audit/audit-actions.ts";
import { bakeUntilAfterPause } from "../../domain/rollout/judged-bake.ts";
import { nextRolloutState, type RolloutEvent, rolloutStateOf } from "../../domain/rollout/rollout-state.ts";
import type { ServiceContext } from "../context.ts";
import { tellPeople } from "../notifications/tell-people.ts";
import { acceptState } from "../throw-refusal.ts";
import { type Steered, type Steering, type SteeringInput, steerRollout } from "./steer-rollout.ts";

/** pauseRollout keeps a rollout at its step, or from ending its bake: the shares stay until a person resumes it. */
export function pauseRollout(ctx: ServiceContext, input: SteeringInput): Promise<Steered> {
  return steerRollout(ctx, input, "pause", (steering) => pause(steering));
}

/** pause is the act itself, for people and for the controller, in the caller's transaction. */
export async function pause({
  ctx,
  tx,
  audit,
  rollout,
  reason,
}: Pick<Steering, "ctx" | "tx" | "audit" | "rollout" | "reason">): Promise<void> {
  const { name } = ctx.principal;
  const change = {
    pausedAt: ctx.now(),
    pauseReason: reason,
    pausedBy: principalRef(ctx.principal),
    pausedByName: name,
  };
  await moveState(tx, audit, {
    rollout,
    event: { kind: "paused" },
    action: "rollout.paused",
    change,
    reason,
  });
  await tellPeople(ctx, tx, {
    projectId: rollout.projectId,
    type: "rollout_paused",
    dedupeKey: `rollout-${rollout.number}-paused-${rollout.version}`,
    environment: rollout.environment,
    releaseId: rollout.candidateReleaseId,
    resource: { kind: "rollout", id: String(rollout.number) },
    sentence: `${name} paused rollout #${rollout.number} of ${rollout.candidateReleaseId} in ${rollout.environment}: ${reason}`,
  });
}

/**
 * resumeRollout lets a paused rollout go on from the step at which it stood, with the cohort it had. One that was
 * paused while it baked bakes on for the time that remained.
 */
export function resumeRollout(ctx: ServiceContext, input: SteeringInput): Promise<Steered> {
  return steerRollout(ctx, input, "resume", ({ tx, audit, rollout, reason }) =>
    moveState(tx, audit, {
      rollout,
      event: { kind: rollout.bakingSince === null ? "resumed" : "bake_resumed" },
      action: "rollout.resumed",
      change: {
        ...goingOn(rollout, ctx.now()),
        ...{ pausedAt: null, pauseReason: null, pausedBy: null, pausedByName: null },
      },
      reason,
    }),
  );
}

function goingOn({ bakingSince, bakeUntil, pausedAt }: RolloutModel, now: Date): Partial<RolloutModel> {
  if (bakingSince === null) return { stepStartedAt: now };
  if (bakeUntil === null || pausedAt === null) return {};
  return { bakeUntil: bakeUntilAfterPause({ bakeUntil, pausedAt, now }) };
}

type Move = {
  rollout: RolloutModel;
  event: RolloutEvent;
  action: AuditAction;
  change: Partial<RolloutModel>;
  reason: string;
};

async function moveState(tx: Transaction, audit: Audit, move: Move): Promise<void> {
  const { rollout, action, reason } = move;
  const { projectId, number, version } = rollout;
  const state = acceptState(nextRolloutState(rolloutStateOf(rollout), move.event));
  const { count } = await tx.rollout.updateMany({
    where: { projectId, number, version },
    data: { ...move.change, state, version: { increment: 1 } },
  });
  expectOne(count, "rollout");
  audit({
    ...{ chain: projectId, action, reason, environment: rollout.environment },
    releaseId: rollout.candidateReleaseId,
    resourceKind: "rollout",
    resourceId: String(number),
    before: { state: rollout.state },
    after: { state },
  });
}
