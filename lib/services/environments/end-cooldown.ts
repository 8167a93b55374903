import type { BodyOf, ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { environmentEndpoints } from "../../contracts/environments.ts";
import { addJob } from "../../db/jobs.ts";
import type { EnvironmentFacts } from "../../db/queries/environment-facts.ts";
import { lockEnvironment } from "../../db/repositories/lock-environment.ts";
import { transact } from "../../db/transact.ts";
import { refuseEndCooldown } from "../../domain/environments/cooldown.ts";
import { AppError } from "../../domain/errors.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { throwRefusal } from "../throw-refusal.ts";

type EndCooldown = typeof environmentEndpoints.endCooldown;

/**
 * endCooldown lets the next rollout start although a rollback was just done: a reviewer's word, with a reason. It
 * counts for the rollbacks before it only, and those that the page showed. Errors: no-op, version-conflict.
 */
export async function endCooldown(
  ctx: ServiceContext,
  input: { params: ParamsOf<EndCooldown>; body: BodyOf<EndCooldown> },
): Promise<ResponseOf<EndCooldown>> {
  const project = await resolveProject(ctx, input.params.project);
  const { environment } = input.params;
  authorize(ctx, "environment:known-good", { projectId: project.id, environment });
  const { reason, expectedVersion } = input.body;
  const now = ctx.now();
  return transact(ctx, async (tx, audit) => {
    const facts = await lockEnvironment(tx, { projectId: project.id, environment });
    refuseUnseen(facts, expectedVersion);
    throwRefusal(refuseEndCooldown({ cooldownUntil: facts.cooldownUntil, now }));
    await tx.environment.update({
      where: { id: facts.environment.id },
      data: { cooldownEndedAt: now, version: { increment: 1 } },
    });
    const { openRollout } = facts;
    if (openRollout?.state === "waiting") {
      await addJob(tx, "advance-rollout", { projectId: project.id, number: openRollout.number });
    }
    audit({
      chain: project.id,
      action: "environment.cooldown_ended",
      resourceKind: "environment",
      resourceId: environment,
      environment,
      before: { cooldownUntil: facts.cooldownUntil?.toISOString() ?? null },
      after: { cooldownUntil: null },
      reason,
    });
    return { endedAt: now.toISOString() };
  });
}

/** A rollback after the page was read has a cooldown of its own. */
function refuseUnseen({ environment }: EnvironmentFacts, expectedVersion: number): void {
  if (environment.allocationVersion === expectedVersion) return;
  throw new AppError("version-conflict", "What is served has changed since you looked; look again.", {
    params: { currentVersion: environment.allocationVersion },
  });
}
