import type { BodyOf, ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { environmentEndpoints } from "../../contracts/environments.ts";
import { addJob } from "../../db/jobs.ts";
import { loadEnvironmentFacts } from "../../db/queries/environment-facts.ts";
import { expectOne, transact } from "../../db/transact.ts";
import { refuseEndCooldown } from "../../domain/environments/cooldown.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { throwRefusal } from "../throw-refusal.ts";

type EndCooldown = typeof environmentEndpoints.endCooldown;

/**
 * endCooldown lets the next rollout start although a rollback was just done: a reviewer's word, with a reason. It
 * counts for the rollbacks before it only. Errors: no-op, version-conflict.
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
    const facts = await loadEnvironmentFacts(tx, project.id, environment);
    throwRefusal(refuseEndCooldown({ cooldownUntil: facts.cooldownUntil, now }));
    const { count } = await tx.environment.updateMany({
      where: { id: facts.environment.id, version: expectedVersion },
      data: { cooldownEndedAt: now, version: { increment: 1 } },
    });
    expectOne(count, "environment");
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
