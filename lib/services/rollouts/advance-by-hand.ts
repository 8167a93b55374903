import type { ServiceContext } from "../context.ts";
import { serveStep } from "./serve-step.ts";
import { type Steered, type SteeringInput, steerRollout } from "./steer-rollout.ts";

/** advanceRolloutByHand takes the next step: a second person's act, with a reason. */
export function advanceRolloutByHand(ctx: ServiceContext, input: SteeringInput): Promise<Steered> {
  return steerRollout(ctx, input, "advance", ({ tx, audit, rollout, facts, reason }) =>
    serveStep(tx, audit, {
      ...{ rollout, facts, reason, now: ctx.now() },
      stepIndex: rollout.stepIndex + 1,
      action: "rollout.step_advanced",
    }),
  );
}

/** promoteRolloutNow gives the candidate all subjects, whatever steps are left: a second person's act, with a reason. */
export function promoteRolloutNow(ctx: ServiceContext, input: SteeringInput): Promise<Steered> {
  return steerRollout(ctx, input, "promote_now", ({ tx, audit, rollout, facts, reason }) =>
    serveStep(tx, audit, {
      ...{ rollout, facts, reason, now: ctx.now() },
      stepIndex: rollout.stepsBp.length - 1,
      action: "rollout.promoted_now",
    }),
  );
}
