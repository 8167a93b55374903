import type { PromotionModel } from "../../db/generated/models.ts";
import { addJob } from "../../db/jobs.ts";
import { type Assessment, assessPromotion } from "../../db/queries/assess-promotion.ts";
import { transact } from "../../db/transact.ts";
import { retryDelaySeconds } from "../../domain/environments/reconciliation.ts";
import { AppError } from "../../domain/errors.ts";
import { GitUnavailable, type PullRequest } from "../../git/git-host.ts";
import type { ServiceContext } from "../context.ts";
import { checkReviewedTree } from "./check-reviewed-tree.ts";
import { completeMerge } from "./complete-merge.ts";
import { movePromotion } from "./move-promotion.ts";
import { openPromotionPullRequest } from "./open-promotion-pull-request.ts";
import { whyNotApproved } from "./why-not-approved.ts";

const RETRY_CAP_SECONDS = 60;
const LOOK_AGAIN_SECONDS = 5;

/**
 * advancePromotion takes an approved promotion through its pull request to the merge. Each step looks first whether
 * it was done already, so that a lost answer or a killed worker never makes a second one. A host that is away, or
 * something that holds up the merge, is written on the promotion and tried again.
 */
export async function advancePromotion(
  ctx: ServiceContext,
  input: { projectId: string; number: number },
): Promise<void> {
  const { projectId, number } = input;
  const promotion = await ctx.db.promotion.findUniqueOrThrow({
    where: { projectId_number: { projectId, number } },
  });
  if (promotion.state !== "approved" && promotion.state !== "merging") return;
  try {
    await advance(ctx, promotion);
  } catch (error) {
    if (error instanceof GitUnavailable) {
      const seconds = retryDelaySeconds(promotion.attempts + 1, RETRY_CAP_SECONDS);
      return tryAgain(ctx, promotion, `The git host cannot be reached: ${error.message}`, seconds);
    }
    if (error instanceof AppError && error.code === "version-conflict") {
      return tryAgain(ctx, promotion, error.detail, 1);
    }
    throw error;
  }
}

async function advance(ctx: ServiceContext, promotion: PromotionModel): Promise<void> {
  const project = await ctx.db.project.findUniqueOrThrow({ where: { id: promotion.projectId } });
  const assessment = await assessPromotion(ctx.db, project, { ...promotion, now: ctx.now() });
  if (promotion.state === "approved" && (await isHeldUp(ctx, promotion, assessment))) return;
  const host = ctx.gitHostFor(project);
  const opened = await openPromotionPullRequest(ctx, host, project, promotion);
  if (opened.outcome === "no_diff") {
    return completeMerge(ctx, { ...promotion, mergeCommit: await host.headOfMain() });
  }
  const { pullRequest } = opened;
  const merging = await recordPullRequest(ctx, promotion, pullRequest);
  if (pullRequest.state === "closed") {
    return tryAgain(
      ctx,
      merging,
      `Pull request ${pullRequest.number} was closed by hand.`,
      RETRY_CAP_SECONDS,
    );
  }
  const difference = await checkReviewedTree(ctx, host, project, merging, pullRequest);
  if (difference !== null) return tryAgain(ctx, merging, difference, RETRY_CAP_SECONDS);
  if (pullRequest.state === "merged" && pullRequest.mergeCommit !== null) {
    return completeMerge(ctx, { ...merging, mergeCommit: pullRequest.mergeCommit });
  }
  // A merge that began earlier and did not happen decides anew: much may have moved since.
  if (promotion.state === "merging" && (await isHeldUp(ctx, merging, assessment))) return;
  if (assessment.policy.merge === "host") return;
  await merge(ctx, merging, pullRequest, opened.mergeMessage);

  async function merge(context: ServiceContext, row: PromotionModel, pull: PullRequest, message: string) {
    const outcome = await host.mergePullRequest({
      number: pull.number,
      expectedHead: pull.headCommit,
      message,
      author: { name: "Tupelo", email: "tupelo@localhost" },
      at: context.now(),
    });
    if (outcome.outcome === "merged")
      return completeMerge(context, { ...row, mergeCommit: outcome.mergeCommit });
    const sentence = `Pull request ${pull.number} was not merged: ${outcome.outcome.replace("_", " ")}.`;
    return tryAgain(context, row, sentence, LOOK_AGAIN_SECONDS);
  }
}

/** Whether something keeps an approved promotion from being merged now; it is written on the promotion. */
async function isHeldUp(
  ctx: ServiceContext,
  promotion: PromotionModel,
  assessment: Assessment,
): Promise<boolean> {
  if (!(await isStillApproved(ctx, promotion, assessment))) return true;
  const [first] = assessment.mergeBlockers;
  if (first === undefined) return false;
  await tryAgain(ctx, promotion, first.sentence, LOOK_AGAIN_SECONDS);
  return true;
}

/** An approval that went stale while the promotion waited is lost, with its event; the reviewer is asked again. */
async function isStillApproved(
  ctx: ServiceContext,
  promotion: PromotionModel,
  assessment: Assessment,
): Promise<boolean> {
  const reason = await whyNotApproved(ctx, promotion, assessment);
  if (reason === null) return true;
  await transact(ctx, (tx, audit) =>
    movePromotion(tx, audit, promotion, { kind: "approval_lost" }, { reason }),
  );
  return false;
}

async function recordPullRequest(
  ctx: ServiceContext,
  promotion: PromotionModel,
  pull: PullRequest,
): Promise<PromotionModel> {
  const key = { where: { projectId_number: { projectId: promotion.projectId, number: promotion.number } } };
  const isKnown = promotion.pullNumber === pull.number && promotion.headCommit === pull.headCommit;
  if (!isKnown || promotion.state !== "merging") {
    await transact(ctx, (tx, audit) =>
      movePromotion(
        tx,
        audit,
        promotion,
        { kind: "merge_started" },
        {
          change: {
            branch: pull.branch,
            pullNumber: pull.number,
            headCommit: pull.headCommit,
            lastError: null,
          },
          action: "pull_request.opened",
        },
      ),
    );
  }
  return ctx.db.promotion.findUniqueOrThrow(key);
}

/** Why it waits is shown on the page; it is no change of state, so it is no event. */
async function tryAgain(
  ctx: ServiceContext,
  promotion: PromotionModel,
  why: string,
  seconds: number,
): Promise<void> {
  const { projectId, number } = promotion;
  const nextTryAt = new Date(Date.now() + seconds * 1000);
  await ctx.db.promotion.update({
    where: { projectId_number: { projectId, number } },
    data: { lastError: why, nextTryAt, attempts: { increment: 1 } },
  });
  await addJob(ctx.db, "advance-promotion", { projectId, number }, nextTryAt);
}
