import type { Transaction } from "../../db/client.ts";
import type { PromotionModel } from "../../db/generated/models.ts";
import { type EnvironmentFacts, loadEnvironmentFacts } from "../../db/queries/environment-facts.ts";
import { releaseAuthorIds } from "../../db/queries/release-authors.ts";
import { type Audit, expectOne, transact } from "../../db/transact.ts";
import type { ServiceContext } from "../context.ts";
import { createRollout } from "../rollouts/create-rollout.ts";
import { endRollout } from "../rollouts/end-rollout.ts";
import { movePromotion } from "./move-promotion.ts";

/**
 * completeMerge makes a merged pull request true in the runtime: the promotion is merged, desired moves, a baking
 * rollout ends superseded, and the new rollout is created, all in one transaction, so that no reader ever sees one
 * without the other. Doing it again changes nothing.
 */
export async function completeMerge(
  ctx: ServiceContext,
  input: { projectId: string; number: number; mergeCommit: string },
): Promise<void> {
  const { projectId, number, mergeCommit } = input;
  const found = await ctx.db.promotion.findUniqueOrThrow({
    where: { projectId_number: { projectId, number } },
  });
  if (found.state === "merged") return;
  await transact(ctx, async (tx, audit) => {
    const promotion = await tx.promotion.findUniqueOrThrow({
      where: { projectId_number: { projectId, number } },
    });
    const facts = await loadEnvironmentFacts(tx, projectId, promotion.environment);
    const now = ctx.now();
    await movePromotion(
      tx,
      audit,
      promotion,
      { kind: "merged" },
      {
        change: {
          ...{ mergeCommit, mergedAt: now, endedAt: now, lastError: null, nextTryAt: null },
          consumedReviewIds: await usedApprovals(tx, promotion),
        },
      },
    );
    await moveDesired(tx, audit, facts, { releaseId: promotion.releaseId, commit: mergeCommit, now });
    if (facts.openRollout !== null) {
      // A baking rollout has been served; one that still waits never was.
      const kind = facts.openRollout.state === "waiting" ? "aborted" : "superseded";
      await endRollout(tx, audit, facts.openRollout, { kind }, now, null);
    }
    await createRollout(tx, audit, promotion, facts, now);
  });
}

/** The approvals that this merge uses up: the newest word of each person, about exactly this release on this base. */
async function usedApprovals(tx: Transaction, promotion: PromotionModel): Promise<string[]> {
  const { projectId, number, releaseId, baseReleaseId } = promotion;
  const release = await tx.release.findUniqueOrThrow({
    where: { projectId_id: { projectId, id: releaseId } },
  });
  const reviews = await tx.review.findMany({
    where: { projectId, promotionNumber: number },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  const authorIds = await releaseAuthorIds(tx, projectId, releaseId, baseReleaseId);
  const newest = new Map(reviews.map((review) => [review.accountId, review]));
  return [...newest.values()]
    .filter(
      (review) =>
        review.decision === "approve" &&
        review.manifestDigest === release.manifestDigest &&
        review.baseReleaseId === baseReleaseId &&
        !authorIds.has(review.accountId),
    )
    .map(({ id }) => id);
}

/** moveDesired records what git names now, by compare-and-set, with its event. */
export async function moveDesired(
  tx: Transaction,
  audit: Audit,
  facts: EnvironmentFacts,
  desired: { releaseId: string; commit: string; now: Date },
): Promise<void> {
  const { environment } = facts;
  const { count } = await tx.environment.updateMany({
    where: { id: environment.id, version: environment.version },
    data: {
      desiredReleaseId: desired.releaseId,
      desiredCommit: desired.commit,
      desiredAt: desired.now,
      version: { increment: 1 },
    },
  });
  expectOne(count, "environment");
  audit({
    chain: environment.projectId,
    action: "environment.desired_changed",
    resourceKind: "environment",
    resourceId: environment.name,
    environment: environment.name,
    releaseId: desired.releaseId,
    before: { desired: environment.desiredReleaseId, commit: environment.desiredCommit },
    after: { desired: desired.releaseId, commit: desired.commit },
  });
}
