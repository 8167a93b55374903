import { createId } from "../../db/create-id.ts";
import { nextNumber } from "../../db/repositories/numbers.ts";
import { transact } from "../../db/transact.ts";
import { hoursAfter } from "../../domain/environments/reconciliation.ts";
import type { MotionWorld } from "./motion-world.ts";

/** An environment of its own in which somebody wrote to git by hand just after a rollback, and what came before. */
export type SeededReconciliations = {
  environment: string;
  /** An open unreviewed change. */
  unreviewed: number;
  /** A closed one that somebody else still has to look at. */
  unseen: number;
  rewriteId: string;
};

/** seedReconciliations makes what the acts on reconciliations, cooldowns and rewritten history are about. */
export async function seedReconciliations(
  world: MotionWorld,
  releases: { served: string; named: string },
): Promise<SeededReconciliations> {
  const { project } = world;
  const now = world.clock.at;
  const name = "handmade";
  const id = createId("env", now);
  const common = { projectId: project.id, createdAt: now };
  return transact(world.as("operator"), async (tx, audit) => {
    await tx.environment.create({
      data: { ...common, id, name, position: 8, allocationVersion: 1, firstSeenAt: now },
    });
    await tx.allocation.create({
      data: {
        ...common,
        environmentId: id,
        ...{ version: 1, controlReleaseId: releases.served, shareBp: 0, cause: "rollback" },
      },
    });
    await tx.rollback.create({
      data: {
        ...common,
        id: createId("rbk", now),
        environment: name,
        ...{ fromReleaseId: releases.named, toReleaseId: releases.served, allocationVersion: 1 },
        ...{ actor: "account:somebody", actorName: "somebody", reason: "latency breach" },
      },
    });
    const unseen = await nextNumber(tx, "reconciliation", project.id);
    const row = {
      projectId: project.id,
      environment: name,
      servedReleaseId: releases.served,
      desiredReleaseId: releases.named,
      ...{ owner: "account:somebody", ownerName: "somebody", openedAt: now },
      dueAt: hoursAfter(now, 1),
    };
    await tx.reconciliation.create({
      data: {
        ...row,
        ...{ number: unseen, kind: "rollback", state: "closed", outcome: "merged", closedAt: now },
        ...{ reason: "latency breach", branch: `tupelo/reconcile/${name}-${unseen}` },
        postReviewDueAt: hoursAfter(now, 24),
      },
    });
    const unreviewed = await nextNumber(tx, "reconciliation", project.id);
    await tx.reconciliation.create({
      data: {
        ...row,
        ...{ number: unreviewed, kind: "unreviewed_change", state: "open" },
        ...{ reason: "Git names what nobody reviewed.", branch: `tupelo/reconcile/${name}-${unreviewed}` },
        ...{ commit: "0".repeat(40), commitAuthor: "Mallory", commitAuthorEmail: "mallory@example.com" },
      },
    });
    const rewriteId = createId("hrw", now);
    await tx.historyRewrite.create({
      data: {
        id: rewriteId,
        projectId: project.id,
        fromCommit: "1".repeat(40),
        toCommit: "2".repeat(40),
        foundAt: now,
      },
    });
    const event = { chain: project.id, environment: name, resourceKind: "reconciliation" } as const;
    const served = { served: releases.served, allocationVersion: 1 };
    audit({ ...event, resourceId: `${unseen}`, action: "reconciliation.opened", after: served });
    audit({ ...event, resourceId: `${unseen}`, action: "reconciliation.closed", after: { state: "closed" } });
    audit({
      ...event,
      resourceId: `${unreviewed}`,
      action: "reconciliation.opened",
      after: { state: "open" },
    });
    return { environment: name, unreviewed, unseen, rewriteId };
  });
}
