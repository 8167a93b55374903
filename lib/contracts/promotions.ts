import { z } from "zod";
import { GATE_TERM_VERDICTS, GATE_VERDICTS } from "../domain/gates/gate-term.ts";
import { HOST_REVIEW_STATES } from "../domain/promotions/host-review.ts";
import { PROMOTION_STATES } from "../domain/promotions/promotion-state.ts";
import { REVIEW_DECISIONS } from "../domain/promotions/review-rules.ts";
import {
  blocker,
  digest,
  environmentName,
  instant,
  line,
  noQuery,
  numberText,
  pageOf,
  pageQuery,
  projectErrors,
  projectParams,
  releaseIdText,
  writeErrors,
} from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";
import { partDiff } from "./releases.ts";

export const gateTerm = z.strictObject({
  id: z.string(),
  label: z.string(),
  verdict: z.enum(GATE_TERM_VERDICTS),
  control: z.number().nullable(),
  candidate: z.number().nullable(),
  limit: z.string(),
  arithmetic: z.string(),
  sentence: z.string(),
});
export type GateTermResponse = z.output<typeof gateTerm>;

export const reviewRow = z.strictObject({
  accountName: z.string(),
  decision: z.enum(REVIEW_DECISIONS),
  comment: z.string(),
  /** The reviewer also looked at what it will cost. */
  costReviewed: z.boolean(),
  createdAt: instant,
  /** Why the review no longer counts; null while it does. */
  staleBecause: z.string().nullable(),
});
export type ReviewRow = z.output<typeof reviewRow>;

/** What somebody said about the pull request on the git host. It is shown, and counts for nothing here. */
export const hostReviewRow = z.strictObject({
  reviewer: z.string(),
  state: z.enum(HOST_REVIEW_STATES),
  /** Whether it is about the head that the pull request has now. */
  isOfHead: z.boolean(),
  at: instant,
});
export type HostReviewRow = z.output<typeof hostReviewRow>;

export const promotionState = z.enum(PROMOTION_STATES);

export const promotionSummary = z.strictObject({
  number: z.number().int(),
  title: z.string(),
  environment: environmentName,
  releaseId: releaseIdText,
  baseReleaseId: releaseIdText.nullable(),
  state: promotionState,
  authorName: z.string(),
  createdAt: instant,
  mergedAt: instant.nullable(),
  pullNumber: z.number().int().nullable(),
  /** Approved while the git host has not answered yet. */
  isPullPending: z.boolean(),
});
export type PromotionSummary = z.output<typeof promotionSummary>;

/** What a review names when it is given: all of it must be what the reviewer saw. */
export const reviewSubject = z.strictObject({
  manifestDigest: digest,
  baseReleaseId: releaseIdText.nullable(),
  /** A policy's name and version. */
  policyLabel: z.string().max(600),
  evidenceDigest: z.string().max(100),
});
export type ReviewSubject = z.output<typeof reviewSubject>;

export const promotionDetail = z.strictObject({
  ...promotionSummary.shape,
  version: z.number().int(),
  branch: z.string().nullable(),
  mergeCommit: z.string().nullable(),
  lastError: z.string().nullable(),
  nextTryAt: instant.nullable(),
  subject: reviewSubject,
  reviewersNeeded: z.number().int(),
  approvals: z.number().int(),
  /** What a second reviewer has to look at, in words; null where no term asks for a cost review. */
  costReview: z.string().nullable(),
  blockers: z.array(blocker),
  gate: z.strictObject({
    verdict: z.enum(GATE_VERDICTS),
    terms: z.array(gateTerm),
    fastChecks: z.array(gateTerm),
    /** The judges behind the quality term, and what each may trigger as its labels stand. */
    judges: z.array(z.strictObject({ ref: z.string(), licence: z.string() })),
    policyLabel: z.string(),
    policyWords: z.array(z.string()),
    evidence: z.array(
      z.strictObject({
        role: z.enum(["candidate", "control"]),
        number: z.number().int(),
        sentByName: z.string(),
        selfReported: z.boolean(),
        origin: z.enum(["upload", "runner"]),
        tool: z.string(),
        /** Whose golden set, judge and settings were used, where not the release's own. */
        underReleaseId: releaseIdText.nullable(),
        createdAt: instant,
      }),
    ),
    /** Newer runs that read something unpinned, and why: they satisfy no gate. */
    unpinned: z.array(
      z.strictObject({
        role: z.enum(["candidate", "control"]),
        number: z.number().int(),
        reasons: z.array(z.string()),
      }),
    ),
  }),
  diff: z.array(partDiff),
  reviews: z.array(reviewRow),
  hostReviews: z.array(hostReviewRow),
  rollbackTarget: releaseIdText.nullable(),
  /** Why the one who asks may not request changes; null when allowed. */
  reviewRefusal: z.string().nullable(),
  /** Why the one who asks may not approve; null when allowed. What passes while it waits holds only the merge. */
  approveRefusal: z.string().nullable(),
  canWithdraw: z.boolean(),
  /** Why it cannot be composed again on the moved base; null when it can; absent words where the base did not move. */
  recomposeRefusal: z.string().nullable(),
  /** The promotion that this one was composed anew from, and the one that took its place. */
  recomposedFrom: z.number().int().nullable(),
  recomposedAs: z.number().int().nullable(),
  endReason: z.string().nullable(),
  /** Both policies in words, where the candidate carries another one than the release that it replaces. */
  policyDiff: z
    .strictObject({
      judging: z.string(),
      own: z.string(),
      same: z.array(z.string()),
      onlyJudging: z.array(z.string()),
      onlyOwn: z.array(z.string()),
    })
    .nullable(),
  rolloutNumber: z.number().int().nullable(),
});
export type PromotionDetail = z.output<typeof promotionDetail>;

const promotionParams = z.strictObject({ ...projectParams.shape, number: numberText });

export const promotionEndpoints = {
  createPromotion: defineEndpoint({
    method: "POST",
    path: "/api/v1/projects/{project}/promotions",
    operationId: "createPromotion",
    summary: "Propose a release for an environment",
    permission: "promotion:propose",
    params: projectParams,
    query: noQuery,
    body: z.strictObject({ releaseId: releaseIdText, environment: environmentName, title: line(200) }),
    response: z.strictObject({ number: z.number().int(), state: promotionState }),
    status: 201,
    idempotency: "required",
    errors: [...writeErrors, "blocked", "no-op"],
  }),
  listPromotions: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/promotions",
    operationId: "listPromotions",
    summary: "Promotions, newest first",
    permission: "project:read",
    params: projectParams,
    query: z.strictObject({ ...pageQuery, state: z.enum(["open", "closed", "all"]).default("all") }),
    body: null,
    response: pageOf(promotionSummary),
    errors: [...projectErrors, "bad-cursor"],
  }),
  getPromotion: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/promotions/{number}",
    operationId: "getPromotion",
    summary: "One promotion with all that a reviewer needs",
    permission: "project:read",
    params: promotionParams,
    query: noQuery,
    body: null,
    response: promotionDetail,
    errors: projectErrors,
  }),
  reviewPromotion: defineEndpoint({
    method: "POST",
    path: "/api/v1/projects/{project}/promotions/{number}/reviews",
    operationId: "reviewPromotion",
    summary: "Approve, request changes or reject; names exactly what was reviewed",
    permission: "promotion:review",
    params: promotionParams,
    query: noQuery,
    body: z
      .strictObject({
        decision: z.enum(REVIEW_DECISIONS),
        comment: z.string().trim().max(4000).default(""),
        /** The tick of a cost review: the reviewer looked at what it will cost. */
        costReviewed: z.boolean().default(false),
        subject: reviewSubject,
        /** The promotion's version that was looked at; a final no has to name it. */
        expectedVersion: z.number().int().positive().optional(),
      })
      .superRefine(({ decision, comment, expectedVersion }, context) => {
        if (decision !== "reject") return;
        if (comment === "")
          context.addIssue({ code: "custom", path: ["comment"], message: "Say why it is rejected." });
        if (expectedVersion === undefined)
          context.addIssue({
            code: "custom",
            path: ["expectedVersion"],
            message: "A final no names the version it is about.",
          });
      }),
    response: z.strictObject({
      state: promotionState,
      approvals: z.number().int(),
      reviewersNeeded: z.number().int(),
    }),
    status: 201,
    idempotency: "required",
    errors: [
      ...writeErrors,
      "self-approval",
      "approval-mismatch",
      "approval-stale",
      "blocked",
      "wrong-state",
    ],
  }),
  recomposePromotion: defineEndpoint({
    method: "POST",
    path: "/api/v1/projects/{project}/promotions/{number}/recompose",
    operationId: "recomposePromotion",
    summary: "Compose the same changes on the moved base: a new release and a new promotion",
    permission: "promotion:propose",
    params: promotionParams,
    query: noQuery,
    body: z.strictObject({}),
    response: z.strictObject({
      number: z.number().int(),
      releaseId: releaseIdText,
      state: promotionState,
      /** Parts that both sides changed, in words: the candidate's was taken. */
      conflicts: z.array(z.string()),
    }),
    status: 201,
    idempotency: "required",
    errors: [...writeErrors, "blocked", "no-op", "wrong-state"],
  }),
  withdrawPromotion: defineEndpoint({
    method: "POST",
    path: "/api/v1/projects/{project}/promotions/{number}/withdraw",
    operationId: "withdrawPromotion",
    summary: "Take a promotion back before it is merged",
    permission: "promotion:withdraw",
    params: promotionParams,
    query: noQuery,
    body: z.strictObject({ reason: line(2000) }),
    response: z.strictObject({ state: promotionState }),
    idempotency: "optional",
    errors: [...writeErrors, "wrong-state"],
  }),
};
