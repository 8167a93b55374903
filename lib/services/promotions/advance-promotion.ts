import type { PromotionModel } from "../../db/generated/models.ts";
import { addJob } from "../../db/jobs.ts";
import { assessMerge } from "../../db/queries/assess-merge.ts";
import type { Project } from "../../db/queries/projects.ts";
import { transact } from "../../db/transact.ts";
import { jitteredDelaySeconds } from "../../domain/environments/reconciliation.ts";
import { AppError } from "../../domain/errors.ts";
import type { MergeHindrance } from "../../domain/promotions/merge-hindrance.ts";
import { isOpenPromotion, PROMOTION_STATES } from "../../domain/promotions/promotion-state.ts";
import { type GitHost, GitUnavailable, type PullRequest } from "../../git/git-host.ts";
import type { ServiceContext } from "../context.ts";
import { HOST_AWAY, hostAwayWords } from "../git-away.ts";
import { checkReviewedCommit, checkReviewedTree } from "./check-reviewed-tree.ts";
import { completeMerge } from "./complete-merge.ts";
import { loseApproval } from "./lose-approval.ts";
import { movePromotion } from "./move-promotion.ts";
import { openPromotionPullRequest } from "./open-promotion-pull-request.ts";
import { startMerge } from "./start-merge.ts";

/** How long it waits at most while the git host is away. */
const RETRY_CAP_SECONDS = 300;
const SLOW_LOOK_SECONDS = 60;
const LOOK_AGAIN_SECONDS = 5;
const OWN_FAULT = "Something failed in Tupelo itself; it is tried again, and the log says more.";

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
      const seconds = jitteredDelaySeconds({
        attempts: promotion.attempts + 1,
        capSeconds: RETRY_CAP_SECONDS,
        retryAfterSeconds: error.retryAfterSeconds,
        random: Math.random(),
      });
      return tryAgain(ctx, promotion, hostAwayWords(error), seconds);
    }
    if (error instanceof AppError) {
      const seconds = error.code === "version-conflict" ? 1 : LOOK_AGAIN_SECONDS;
      return tryAgain(ctx, promotion, error.detail, seconds);
    }
    ctx.logger.error({ err: error, projectId, promotion: number }, "a promotion could not be advanced");
    // Left to the queue, its waits would soon be hours.
    await tryAgain(ctx, promotion, OWN_FAULT, SLOW_LOOK_SECONDS);
  }
}

async function advance(ctx: ServiceContext, promotion: PromotionModel): Promise<void> {
  const project = await ctx.db.project.findUniqueOrThrow({ where: { id: promotion.projectId } });
  const host = ctx.gitHostFor(project);
  if (promotion.state === "merging") return finishMerge(ctx, host, project, promotion);
  const at = { now: ctx.now(), isOnMain: false };
  const { assessment, hindrance } = await assessMerge(ctx.db, project, promotion, at);
  if (hindrance !== null) return hinder(ctx, promotion, hindrance, assessment.rules.reviewerIds);
  const opened = await openPromotionPullRequest(ctx, host, project, promotion, assessment);
  if (opened.outcome === "no_diff")
    return completeIfNamed(ctx, host, project, promotion, await host.headOfMain());
  const pull = opened.pullRequest;
  const current = await recordPullRequest(ctx, promotion, pull);
  if (pull.state === "closed") {
    const why = `Pull request ${pull.number} was closed by hand: withdraw this and propose again.`;
    return tryAgain(ctx, current, why, SLOW_LOOK_SECONDS);
  }
  const difference = await checkReviewedTree(ctx, host, project, current, pull);
  if (difference !== null) return tryAgain(ctx, current, difference, SLOW_LOOK_SECONDS);
  if (pull.mergeCommit !== null) return completeIfNamed(ctx, host, project, current, pull.mergeCommit);
  if (assessment.policy.merge === "host") {
    const why = `Pull request ${pull.number} waits for a person to merge it on the git host.`;
    return tryAgain(ctx, current, why, SLOW_LOOK_SECONDS);
  }
  await startMerge(ctx, project, current);
  const outcome = await host.mergePullRequest({
    number: pull.number,
    expectedHead: pull.headCommit,
    message: opened.mergeMessage,
    author: { name: "Tupelo", email: "tupelo@localhost" },
    at: ctx.now(),
  });
  if (outcome.outcome === "merged") return completeIfNamed(ctx, host, project, current, outcome.mergeCommit);
  const reason = outcome.outcome === "refused" ? outcome.reason : `${outcome.outcome.replace("_", " ")}.`;
  const why = `Pull request ${pull.number} was not merged: ${reason}`;
  await failMerge(ctx, promotion, why);
}

/** A merge that began and was not heard of: it happened, or it is decided anew, because much may have moved since. */
async function finishMerge(
  ctx: ServiceContext,
  host: GitHost,
  project: Project,
  promotion: PromotionModel,
): Promise<void> {
  const pull = promotion.branch === null ? null : await host.findPullRequest(promotion.branch);
  if (pull?.state !== "merged" || pull.mergeCommit === null) {
    return failMerge(ctx, promotion, "The merge did not happen; it is decided anew.");
  }
  const difference = await checkReviewedTree(ctx, host, project, promotion, pull);
  if (difference !== null) return failMerge(ctx, promotion, difference);
  await completeIfNamed(ctx, host, project, promotion, pull.mergeCommit);
}

async function failMerge(ctx: ServiceContext, promotion: PromotionModel, why: string): Promise<void> {
  const { projectId, number } = promotion;
  const current = await ctx.db.promotion.findUniqueOrThrow({
    where: { projectId_number: { projectId, number } },
  });
  await transact(ctx, (tx, audit) =>
    movePromotion(tx, audit, current, { kind: "merge_failed" }, { reason: why }),
  );
  await tryAgain(ctx, current, why, LOOK_AGAIN_SECONDS);
}

/** What was merged is served only while main still names it; where somebody took it back since, it is superseded. */
async function completeIfNamed(
  ctx: ServiceContext,
  host: GitHost,
  project: Project,
  promotion: PromotionModel,
  mergeCommit: string,
): Promise<void> {
  const { projectId, number } = promotion;
  const difference = await checkReviewedCommit(ctx, host, project, promotion, await host.headOfMain());
  if (difference === null) return completeMerge(ctx, { projectId, number, mergeCommit });
  const current = await ctx.db.promotion.findUniqueOrThrow({
    where: { projectId_number: { projectId, number } },
  });
  const reason = `Main ${difference}`;
  await transact(ctx, (tx, audit) =>
    movePromotion(tx, audit, current, { kind: "superseded" }, { change: { mergeCommit }, reason }),
  );
}

/** What only holds is written on the promotion; an approval that went stale while it waited is lost, and people are told. */
async function hinder(
  ctx: ServiceContext,
  promotion: PromotionModel,
  { kind, sentence: reason }: MergeHindrance,
  reviewerIds: ReadonlySet<string>,
): Promise<void> {
  if (kind === "held") return tryAgain(ctx, promotion, reason, LOOK_AGAIN_SECONDS);
  await loseApproval(ctx, promotion, { reason, reviewerIds });
}

async function recordPullRequest(
  ctx: ServiceContext,
  promotion: PromotionModel,
  pull: PullRequest,
): Promise<PromotionModel> {
  const key = { where: { projectId_number: { projectId: promotion.projectId, number: promotion.number } } };
  const isKnown = promotion.pullNumber === pull.number && promotion.headCommit === pull.headCommit;
  if (!isKnown) {
    await transact(ctx, (tx, audit) =>
      movePromotion(
        tx,
        audit,
        promotion,
        { kind: "pull_request_opened" },
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

/**
 * Why it waits is shown on the page; it is no change of state, so it is no event. Its pull request is told, and read
 * for what people said there, when that changes and with each slow look.
 */
async function tryAgain(
  ctx: ServiceContext,
  promotion: PromotionModel,
  why: string,
  seconds: number,
): Promise<void> {
  const { projectId, number } = promotion;
  const nextTryAt = new Date(ctx.now().getTime() + seconds * 1000);
  // Somebody may have ended it meanwhile: what is over waits for nothing.
  const [current] = await ctx.db.promotion.updateManyAndReturn({
    where: { projectId, number, state: { in: PROMOTION_STATES.filter(isOpenPromotion) } },
    data: { lastError: why, nextTryAt, attempts: { increment: 1 } },
  });
  if (current === undefined) return;
  const isAway = why.startsWith(HOST_AWAY);
  const isNews = why !== promotion.lastError || seconds >= SLOW_LOOK_SECONDS;
  if (current.pullNumber !== null && isNews && !isAway)
    await addJob(ctx.db, "tell-promotion-pull", { projectId, number });
  await addJob(ctx.db, "advance-promotion", { projectId, number }, nextTryAt);
}
