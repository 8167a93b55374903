import type { PromotionDetail, PromotionSummary } from "../../contracts/promotions.ts";
import type { PartDiffResponse } from "../../contracts/releases.ts";
import { can } from "../../domain/access/can.ts";
import type { Principal } from "../../domain/access/principal.ts";
import { AppError } from "../../domain/errors.ts";
import { licenceWord } from "../../domain/judges/licence.ts";
import { describePolicy } from "../../domain/policy/describe-policy.ts";
import { diffPolicies } from "../../domain/policy/unite-policies.ts";
import {
  isOpenPromotion,
  nextPromotionState,
  promotionStateOf,
} from "../../domain/promotions/promotion-state.ts";
import { refuseRecompose } from "../../domain/promotions/recompose.ts";
import {
  approvalsNeeded,
  type ReviewRules,
  type ReviewTally,
  refuseReview,
  reviewBlockers,
  staleBecause,
  tallyReviews,
} from "../../domain/promotions/review-rules.ts";
import { refOf } from "../../domain/releases/release-part.ts";
import type { Reader } from "../client.ts";
import type { PromotionModel } from "../generated/models.ts";
import { type Assessment, assessPromotion } from "./assess-promotion.ts";
import { diffReleases } from "./diff-releases.ts";
import { getEnvironment } from "./get-environment.ts";
import { licenceOf } from "./get-judge.ts";
import { getRelease } from "./get-release.ts";
import { listUnpinnedRunsOf } from "./load-gate-evidence.ts";
import { type LoadedReview, loadReviews } from "./load-reviews.ts";
import type { Project } from "./projects.ts";
import { readHostReviews } from "./read-host-reviews.ts";

/** getPromotion reads one promotion with all that a reviewer needs, judged as things are now. Throws not-found. */
export async function getPromotion(
  db: Reader,
  project: Project,
  input: { number: number; viewer: Principal; now: Date },
): Promise<PromotionDetail> {
  const { number, viewer, now } = input;
  const row = await db.promotion.findUnique({
    where: { projectId_number: { projectId: project.id, number } },
  });
  if (row === null) throw new AppError("not-found", "There is nothing here that you can see.");
  const assessment = await assessPromotion(db, project, { ...row, now });
  const reviews = await loadReviews(db, project.id, number);
  const environment = await getEnvironment(db, project.id, row.environment, now);
  const rollout = await db.rollout.findFirst({ where: { projectId: project.id, promotionNumber: number } });
  const tally = tallyReviews(reviews, assessment.rules, now);
  return {
    ...promotionSummary(row),
    version: row.version,
    branch: row.branch,
    mergeCommit: row.mergeCommit,
    lastError: row.lastError,
    nextTryAt: row.nextTryAt?.toISOString() ?? null,
    subject: assessment.subject,
    reviewersNeeded: approvalsNeeded(assessment.rules),
    approvals: tally.approvals,
    costReview: assessment.rules.costReview,
    blockers: isOpenPromotion(promotionStateOf(row)) ? blockersOf(assessment, tally) : [],
    gate: {
      ...gateOf(assessment),
      unpinned: await unpinnedOf(db, project, row),
      judges: await judgesOf(db, project, row.releaseId, now),
    },
    diff: await diffOf(db, project, row),
    reviews: reviewRows(reviews, assessment.rules, now),
    hostReviews: readHostReviews(row),
    rollbackTarget: row.baseReleaseId ?? environment.rollbackTarget,
    reviewRefusal: refusalFor(viewer, project, row, { ...assessment, decision: "request_changes" }),
    approveRefusal: refusalFor(viewer, project, row, { ...assessment, decision: "approve" }),
    canWithdraw:
      can(viewer, "promotion:withdraw", { projectId: project.id }) === null &&
      typeof nextPromotionState(promotionStateOf(row), { kind: "withdrawn" }) === "string",
    recomposeRefusal: recomposeRefusalFor(viewer, project, row, assessment.currentBaseId),
    recomposedFrom: row.recomposedFrom,
    recomposedAs: (await findRecomposed(db, project.id, number))?.number ?? null,
    endReason: row.endReason,
    policyDiff: diffPolicies(assessment.policies),
    rolloutNumber: rollout?.number ?? null,
  };
}

/** promotionSummary is a promotion as lists show it. */
export function promotionSummary(row: PromotionModel): PromotionSummary {
  return {
    number: row.number,
    title: row.title,
    environment: row.environment,
    releaseId: row.releaseId,
    baseReleaseId: row.baseReleaseId,
    state: promotionStateOf(row),
    authorName: row.authorName,
    createdAt: row.createdAt.toISOString(),
    mergedAt: row.mergedAt?.toISOString() ?? null,
    pullNumber: row.pullNumber,
    isPullPending: row.state === "approved" && row.pullNumber === null,
  };
}

/** blockersOf is the one list of what stands in the way: what the gates say, and what the reviews still hold up. */
export function blockersOf(assessment: Assessment, tally: ReviewTally): PromotionDetail["blockers"] {
  const all = [...assessment.mergeBlockers, ...reviewBlockers(tally)];
  return all.map(({ code, sentence }) => ({ code, sentence }));
}

/** findRecomposed is the promotion that was composed anew from another one; null where there is none. */
export function findRecomposed(db: Reader, projectId: string, number: number) {
  return db.promotion.findFirst({ where: { projectId, recomposedFrom: number } });
}

function recomposeRefusalFor(
  viewer: Principal,
  project: Project,
  row: PromotionModel,
  currentBaseId: string | null,
): string | null {
  if (can(viewer, "promotion:propose", { projectId: project.id }) !== null)
    return "Only an author can compose it again.";
  const refusal = refuseRecompose({ ...row, state: promotionStateOf(row), currentBaseId });
  return refusal?.sentence ?? null;
}

function gateOf(assessment: Assessment): Omit<PromotionDetail["gate"], "judges" | "unpinned"> {
  return {
    verdict: assessment.gate.verdict,
    terms: assessment.gate.terms,
    fastChecks: assessment.fastChecks,
    policyLabel: assessment.subject.policyLabel,
    policyWords: describePolicy(assessment.policy),
    evidence: assessment.evidence.map((run) => ({
      role: run.role,
      number: run.number,
      sentByName: run.sentByName,
      selfReported: run.selfReported,
      origin: run.origin,
      tool: run.tool,
      underReleaseId: run.underReleaseId,
      createdAt: run.createdAt.toISOString(),
    })),
  };
}

/** What people may take for evidence and no gate does: runs of both sides that are newer than their pinned ones. */
async function unpinnedOf(
  db: Reader,
  project: Project,
  { releaseId, baseReleaseId }: Pick<PromotionModel, "releaseId" | "baseReleaseId">,
): Promise<PromotionDetail["gate"]["unpinned"]> {
  const candidate = await listUnpinnedRunsOf(db, project.id, releaseId);
  const control = baseReleaseId === null ? [] : await listUnpinnedRunsOf(db, project.id, baseReleaseId);
  return [
    ...candidate.map((run) => ({ role: "candidate" as const, ...run })),
    ...control.map((run) => ({ role: "control" as const, ...run })),
  ];
}

/** A judge's score is worth what its licence says: it stands next to the term that rests on it. */
async function judgesOf(
  db: Reader,
  project: Project,
  releaseId: string,
  now: Date,
): Promise<PromotionDetail["gate"]["judges"]> {
  const judges = await db.releaseComponent.findMany({
    where: { projectId: project.id, releaseId, kind: "judge" },
    orderBy: { key: "asc" },
  });
  return Promise.all(
    judges.map(async (judge) => {
      const { effective } = await licenceOf(db, project.id, judge.artifactVersionId, now);
      return { ref: refOf(judge), licence: licenceWord(effective) };
    }),
  );
}

async function diffOf(db: Reader, project: Project, row: PromotionModel): Promise<PartDiffResponse[]> {
  if (row.baseReleaseId !== null) {
    return (await diffReleases(db, project, { releaseId: row.releaseId, otherId: row.baseReleaseId })).parts;
  }
  const { parts } = await getRelease(db, project, { releaseId: row.releaseId });
  return parts.map(({ key, kind, name, version, digest }) => ({
    key,
    kind,
    change: "added",
    base: null,
    candidate: { key, kind, name, version, digest },
    files: [],
    why: "",
  }));
}

function reviewRows(
  reviews: readonly LoadedReview[],
  rules: ReviewRules,
  now: Date,
): PromotionDetail["reviews"] {
  return reviews.map((review) => ({
    accountName: review.accountName,
    decision: review.decision,
    comment: review.comment,
    costReviewed: review.costReviewed,
    createdAt: review.createdAt.toISOString(),
    staleBecause: staleBecause(review, rules, now),
  }));
}

/** The sentence beside a disabled button: the same rules that the service applies. */
function refusalFor(
  viewer: Principal,
  project: Project,
  row: PromotionModel,
  facts: Pick<Assessment, "authorIds" | "approveBlockers"> & { decision: "approve" | "request_changes" },
): string | null {
  const scope = { projectId: project.id, environment: row.environment };
  if (viewer.kind !== "account" || can(viewer, "promotion:review", scope) !== null) {
    return `Only a reviewer of ${row.environment} can do this.`;
  }
  const refusal = refuseReview({
    reviewerId: viewer.id,
    authorIds: facts.authorIds,
    state: promotionStateOf(row),
    decision: facts.decision,
    blockers: facts.approveBlockers,
  });
  return refusal?.sentence ?? null;
}
