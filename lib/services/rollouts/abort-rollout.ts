import { wayBackOf } from "../../db/queries/way-back.ts";
import type { ServiceContext } from "../context.ts";
import { applyRollback } from "../environments/apply-rollback.ts";
import { openReconciliation } from "../reconciliations/open-reconciliation.ts";
import { endRollout } from "./end-rollout.ts";
import { type Steered, type Steering, type SteeringInput, steerRollout } from "./steer-rollout.ts";

/**
 * abortRollout stops a rollout: all subjects get control again and git is asked to follow. Nothing is said about the
 * release, so it is not quarantined and may be proposed again. Authors may do it too.
 */
export function abortRollout(ctx: ServiceContext, input: SteeringInput): Promise<Steered> {
  return steerRollout(ctx, input, "abort", (steering) =>
    steering.rollout.state === "waiting" ? abortUnserved(steering) : giveBack(steering),
  );
}

/** Nobody was served yet: only git has to be taken back, to what is served now. */
async function abortUnserved(steering: Steering): Promise<void> {
  const { ctx, tx, audit, project, rollout, facts, reason } = steering;
  await endRollout(tx, audit, rollout, { kind: "aborted" }, ctx.now(), reason);
  const { served: servedReleaseId } = wayBackOf(facts);
  if (servedReleaseId === null) return;
  await openReconciliation(tx, audit, { ctx, project, facts, servedReleaseId, reason, isBreakGlass: false });
}

async function giveBack(steering: Steering): Promise<void> {
  const { ctx, tx, audit, project, rollout, facts, reason } = steering;
  await applyRollback(ctx, {
    ...{ tx, audit, project, facts, reason },
    to: rollout.controlReleaseId ?? "",
    cause: "abort",
    proof: "none",
    decisionId: null,
    rolloutEvent: "aborted",
    quarantines: false,
  });
}
