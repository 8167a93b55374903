import type { Transaction } from "../../db/client.ts";
import type { PromotionModel } from "../../db/generated/models.ts";
import { assessMerge, type MergeAssessment } from "../../db/queries/assess-merge.ts";
import type { Project } from "../../db/queries/projects.ts";
import { lockEnvironment } from "../../db/repositories/lock-environment.ts";
import { lockPromotion } from "../../db/repositories/lock-promotion.ts";
import { type Audit, transact } from "../../db/transact.ts";
import { AppError } from "../../domain/errors.ts";
import type { MergeHindrance } from "../../domain/promotions/merge-hindrance.ts";
import type { ServiceContext } from "../context.ts";
import { recordDesired } from "../environments/record-desired.ts";
import { NothingToDo } from "../nothing-to-do.ts";
import { createRollout } from "../rollouts/create-rollout.ts";
import { endRollout } from "../rollouts/end-rollout.ts";
import { loseApproval } from "./lose-approval.ts";
import { movePromotion } from "./move-promotion.ts";

/**
 * completeMerge makes a merged pull request true in the runtime: the promotion is merged, desired moves, a baking
 * rollout ends superseded, and the new rollout is created, all in one transaction, so that no reader ever sees one
 * without the other. It is judged once more there: where something has come in the way since it was approved, nothing
 * is served, the promotion goes back to where it waits, and the sync says that git names what is not served. Doing it
 * again changes nothing. Errors: blocked with the reason, version-conflict, wrong-state.
 */
export async function completeMerge(
  ctx: ServiceContext,
  input: { projectId: string; number: number; mergeCommit: string },
): Promise<void> {
  const { projectId, number, mergeCommit } = input;
  const key = { where: { projectId_number: { projectId, number } } };
  const found = await ctx.db.promotion.findUniqueOrThrow(key);
  if (found.state === "merged") return;
  const project = await ctx.db.project.findUniqueOrThrow({ where: { id: projectId } });
  try {
    await transact(ctx, (tx, audit) => complete(ctx, { tx, audit, project, found, mergeCommit }));
  } catch (error) {
    if (error instanceof NothingToDo) return;
    if (!(error instanceof Hindered)) throw error;
    await goBack(ctx, await ctx.db.promotion.findUniqueOrThrow(key), error);
    throw new AppError("blocked", error.hindrance.sentence);
  }
}

class Hindered extends Error {
  readonly hindrance: MergeHindrance;
  readonly reviewerIds: ReadonlySet<string>;
  constructor(hindrance: MergeHindrance, { rules }: MergeAssessment["assessment"]) {
    super(hindrance.sentence);
    this.hindrance = hindrance;
    this.reviewerIds = rules.reviewerIds;
  }
}

type Completing = {
  tx: Transaction;
  audit: Audit;
  project: Project;
  found: PromotionModel;
  mergeCommit: string;
};

async function complete(ctx: ServiceContext, work: Completing): Promise<void> {
  const { tx, audit, project, mergeCommit } = work;
  const now = ctx.now();
  const facts = await lockEnvironment(tx, work.found);
  const promotion = await lockPromotion(tx, work.found);
  // The job and the sync may see the same merge at the same moment.
  if (promotion.state === "merged") throw new NothingToDo();
  const { assessment, hindrance, approvalIds } = await assessMerge(tx, project, promotion, {
    ...{ now, isOnMain: true },
  });
  if (hindrance !== null) throw new Hindered(hindrance, assessment);
  const change = {
    ...{ mergeCommit, mergedAt: now, endedAt: now, lastError: null, nextTryAt: null },
    consumedReviewIds: approvalIds,
  };
  await movePromotion(tx, audit, promotion, { kind: "merged" }, { change });
  await recordDesired(tx, audit, facts, { releaseId: promotion.releaseId, commit: mergeCommit, now });
  if (facts.openRollout !== null) {
    // A baking rollout has been served; one that still waits never was.
    const kind = facts.openRollout.state === "waiting" ? "aborted" : "superseded";
    await endRollout(tx, audit, facts.openRollout, { kind }, now, null);
  }
  await createRollout(tx, audit, promotion, facts, now);
}

/** Not served: it asks for a review again, or waits approved until what holds it has passed. */
async function goBack(
  ctx: ServiceContext,
  promotion: PromotionModel,
  { hindrance, reviewerIds }: Hindered,
): Promise<void> {
  const { kind, sentence: reason } = hindrance;
  if (kind === "held" && promotion.state !== "merging") return;
  if (promotion.state !== "merging" && promotion.state !== "approved") return;
  if (kind === "lost") return loseApproval(ctx, promotion, { reason, reviewerIds });
  await transact(ctx, (tx, audit) =>
    movePromotion(tx, audit, promotion, { kind: "merge_failed" }, { reason }),
  );
}
