import type { BodyOf, ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { environmentEndpoints } from "../../contracts/environments.ts";
import { createId } from "../../db/create-id.ts";
import type { EnvironmentFacts } from "../../db/queries/environment-facts.ts";
import { releaseAuthorIds } from "../../db/queries/release-authors.ts";
import { lockEnvironment } from "../../db/repositories/lock-environment.ts";
import { transact } from "../../db/transact.ts";
import { principalRef } from "../../domain/access/principal.ts";
import { servedReleaseId } from "../../domain/environments/allocation.ts";
import { refuseKnownGood } from "../../domain/environments/known-good.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { endRollout } from "../rollouts/end-rollout.ts";
import { throwRefusal } from "../throw-refusal.ts";

type MarkKnownGood = typeof environmentEndpoints.markKnownGood;

/**
 * markKnownGood records a reviewer's word, with a reason, that the served release is good: for an adopted release,
 * and at the end of a bake that no controller has judged. It completes the baking rollout.
 */
export async function markKnownGood(
  ctx: ServiceContext,
  input: { params: ParamsOf<MarkKnownGood>; body: BodyOf<MarkKnownGood> },
): Promise<ResponseOf<MarkKnownGood>> {
  const project = await resolveProject(ctx, input.params.project);
  const { environment } = input.params;
  authorize(ctx, "environment:known-good", { projectId: project.id, environment });
  const { releaseId, reason } = input.body;
  const now = ctx.now();
  return transact(ctx, async (tx, audit) => {
    const facts = await lockEnvironment(tx, { projectId: project.id, environment });
    const authorIds = await releaseAuthorIds(tx, project.id, releaseId);
    throwRefusal(
      refuseKnownGood({
        ...knownGoodFacts(facts),
        releaseId,
        isAuthor: authorIds.has(ctx.principal.id),
        now,
      }),
    );
    await tx.knownGood.create({
      data: {
        id: createId("kg", now),
        projectId: project.id,
        environment,
        releaseId,
        cause: "review",
        reason,
        actor: principalRef(ctx.principal),
        actorName: ctx.principal.name,
        createdAt: now,
      },
    });
    audit({
      chain: project.id,
      action: "release.known_good",
      resourceKind: "release",
      resourceId: releaseId,
      environment,
      releaseId,
      before: { lastKnownGood: facts.knownGood[0]?.releaseId ?? null },
      after: { lastKnownGood: releaseId },
      reason,
    });
    if (facts.openRollout !== null)
      await endRollout(tx, audit, facts.openRollout, { kind: "known_good" }, now, reason);
    return { releaseId };
  });
}

function knownGoodFacts(facts: EnvironmentFacts) {
  return {
    servedReleaseId: facts.allocation === null ? null : servedReleaseId(facts.allocation),
    newestKnownGoodId: facts.knownGood[0]?.releaseId ?? null,
    quarantined: facts.quarantined,
    openRollout: facts.openRollout,
  };
}
