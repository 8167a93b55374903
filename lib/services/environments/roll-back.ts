import type { BodyOf, ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { environmentEndpoints } from "../../contracts/environments.ts";
import type { EnvironmentFacts } from "../../db/queries/environment-facts.ts";
import { wayBackOf } from "../../db/queries/way-back.ts";
import { lockEnvironment } from "../../db/repositories/lock-environment.ts";
import { transact } from "../../db/transact.ts";
import { refuseRollback } from "../../domain/environments/rollback-target.ts";
import { refuseWithoutProof } from "../../domain/environments/step-up.ts";
import { AppError } from "../../domain/errors.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { throwRefusal } from "../throw-refusal.ts";
import { applyRollback } from "./apply-rollback.ts";
import type { RollbackWork } from "./rollback-work.ts";

type RollBack = typeof environmentEndpoints.rollBack;
type Answer = ResponseOf<RollBack>;

/**
 * rollBack moves all traffic of an environment to a release it served before, in one transaction with the rollout's
 * end, the quarantine, the reconciliation and its job. It never waits for git and needs nobody's review: a person's
 * reason and fresh proof of identity. The controller goes back by a stored decision (applyDecision), never here.
 * Errors: forbidden, step-up-required, version-conflict, invalid-target, no-op.
 */
export async function rollBack(
  ctx: ServiceContext,
  input: { params: ParamsOf<RollBack>; body: BodyOf<RollBack> },
): Promise<Answer> {
  const project = await resolveProject(ctx, input.params.project);
  const environment = input.params.environment;
  authorize(ctx, "environment:rollback", { projectId: project.id, environment });
  const proof = proofOf(ctx);
  return transact(ctx, async (tx, audit) => {
    const facts = await lockEnvironment(tx, { projectId: project.id, environment });
    const to = decideTarget(facts, input.body);
    return applyRollback(ctx, {
      tx,
      audit,
      project,
      facts,
      to,
      reason: input.body.reason,
      cause: "break_glass",
      proof,
      decisionId: null,
      rolloutEvent: "rolled_back",
      quarantines: true,
    });
  });
}

/** How the caller proved who they are; nobody else than a person has a proof. */
function proofOf({ principal, now }: ServiceContext): RollbackWork["proof"] {
  if (principal.kind !== "account")
    throw new AppError("forbidden", "Only a person rolls back by hand; the controller stores a decision.");
  const isAway = principal.proof === "provider_away";
  throwRefusal(refuseWithoutProof(principal.provedAt, now(), isAway));
  return refuseWithoutProof(principal.provedAt, now(), false) === null ? "fresh" : "unavailable";
}

function decideTarget(facts: EnvironmentFacts, body: BodyOf<RollBack>): string {
  const { served, leaving, target } = wayBackOf(facts);
  const current = facts.environment.allocationVersion;
  if (body.expectedVersion !== current) {
    throw new AppError("version-conflict", "What is served has changed since you looked; look again.", {
      params: { currentVersion: current, served },
    });
  }
  const to = body.targetReleaseId ?? target;
  throwRefusal(
    refuseRollback({
      targetReleaseId: to,
      leavingReleaseId: leaving,
      fullyServed: new Set(facts.fullyServed),
      quarantined: facts.quarantined,
    }),
  );
  if (to === null) throw new AppError("internal", "The rollback has no target.");
  return to;
}
