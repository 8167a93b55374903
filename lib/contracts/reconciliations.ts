import { z } from "zod";
import {
  environmentName,
  instant,
  line,
  noQuery,
  numberText,
  projectErrors,
  projectParams,
  releaseIdText,
  writeErrors,
} from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

export const reconciliationRow = z.strictObject({
  number: z.number().int(),
  environment: environmentName,
  /** `rollback`: git has yet to follow. `unreviewed_change`: git names what nobody reviewed. */
  kind: z.string(),
  state: z.enum(["open", "closed"]),
  desiredReleaseId: releaseIdText.nullable(),
  /** Null where nothing was ever served. */
  servedReleaseId: releaseIdText.nullable(),
  ownerName: z.string(),
  /** The account that owns it; null for an on-call contact without one. */
  ownerId: z.string().nullable(),
  reason: z.string(),
  pullNumber: z.number().int().nullable(),
  branch: z.string(),
  mergeCommit: z.string().nullable(),
  /** `merged`, `skipped`; of an open one `closed_by_hand`. */
  outcome: z.string().nullable(),
  /** What somebody chose for an unreviewed change. */
  choice: z.enum(["review", "restore"]).nullable(),
  /** The commit that nobody reviewed, and who wrote it. */
  change: z.strictObject({ commit: z.string(), author: z.string(), authorEmail: z.string() }).nullable(),
  attempts: z.number().int(),
  lastError: z.string().nullable(),
  nextTryAt: instant.nullable(),
  openedAt: instant,
  dueAt: instant,
  remindedAt: instant.nullable(),
  closedAt: instant.nullable(),
  /** Somebody else looks at it afterwards, until when, and what they said. */
  postReview: z
    .strictObject({
      dueAt: instant,
      reviewedAt: instant.nullable(),
      reviewedByName: z.string().nullable(),
      comment: z.string().nullable(),
    })
    .nullable(),
});
export type ReconciliationRow = z.output<typeof reconciliationRow>;

const numberParams = z.strictObject({ ...projectParams.shape, number: numberText });
const base = "/api/v1/projects/{project}/reconciliations" as const;
const numbered = { number: z.number().int() };

export const reconciliationEndpoints = {
  listReconciliations: defineEndpoint({
    method: "GET",
    path: base,
    operationId: "listReconciliations",
    summary: "Where git and runtime disagree or did: open ones first",
    permission: "project:read",
    params: projectParams,
    query: z.strictObject({
      state: z.enum(["open", "closed", "all"]).default("all"),
      environment: environmentName.optional(),
      /** Only those that somebody else still has to look at afterwards. */
      postReview: z.enum(["due"]).optional(),
    }),
    body: null,
    response: z.strictObject({ items: z.array(reconciliationRow) }),
    errors: projectErrors,
  }),
  recheckReconciliation: defineEndpoint({
    method: "POST",
    path: `${base}/{number}/recheck`,
    operationId: "recheckReconciliation",
    summary: "Look at git again now; where its pull request was closed by hand, open another one",
    permission: "reconciliation:recheck",
    params: numberParams,
    query: noQuery,
    body: z.strictObject({}),
    response: z.strictObject({ ...numbered, state: z.enum(["open", "closed"]) }),
    status: 202,
    idempotency: "optional",
    errors: [...writeErrors, "wrong-state"],
  }),
  takeOverReconciliation: defineEndpoint({
    method: "POST",
    path: `${base}/{number}/take-over`,
    operationId: "takeOverReconciliation",
    summary: "Become the owner of an open reconciliation",
    permission: "reconciliation:own",
    params: numberParams,
    query: noQuery,
    body: z.strictObject({}),
    response: z.strictObject({ ...numbered, ownerName: z.string() }),
    idempotency: "optional",
    errors: [...writeErrors, "wrong-state", "no-op"],
  }),
  remindReconciliation: defineEndpoint({
    method: "POST",
    path: `${base}/{number}/remind`,
    operationId: "remindReconciliation",
    summary: "Tell the owner of an open reconciliation again; at most every 10 minutes",
    permission: "reconciliation:own",
    params: numberParams,
    query: noQuery,
    body: z.strictObject({}),
    response: z.strictObject({ ...numbered, remindedAt: instant }),
    idempotency: "optional",
    errors: [...writeErrors, "wrong-state", "no-op"],
  }),
  askReconciliationReview: defineEndpoint({
    method: "POST",
    path: `${base}/{number}/ask-review`,
    operationId: "askReconciliationReview",
    summary: "Propose the release that git names and nobody reviewed; it is served when it is reviewed",
    permission: "promotion:propose",
    params: numberParams,
    query: noQuery,
    body: z.strictObject({}),
    response: z.strictObject({ ...numbered, promotionNumber: z.number().int() }),
    idempotency: "optional",
    errors: [...writeErrors, "wrong-state", "invalid-target", "no-op", "blocked"],
  }),
  restoreReconciliation: defineEndpoint({
    method: "POST",
    path: `${base}/{number}/restore`,
    operationId: "restoreReconciliation",
    summary: "Open the pull request that puts the alias line back to what is served",
    permission: "reconciliation:own",
    params: numberParams,
    query: noQuery,
    body: z.strictObject({}),
    response: z.strictObject({ ...numbered, choice: z.literal("restore") }),
    status: 202,
    idempotency: "optional",
    errors: [...writeErrors, "wrong-state", "invalid-target", "no-op"],
  }),
  postReviewReconciliation: defineEndpoint({
    method: "POST",
    path: `${base}/{number}/post-review`,
    operationId: "postReviewReconciliation",
    summary: "Say, as a reviewer who did not act, what you found when you looked at an emergency afterwards",
    permission: "reconciliation:review",
    params: numberParams,
    query: noQuery,
    body: z.strictObject({ comment: line(2_000) }),
    response: z.strictObject({ ...numbered, reviewedAt: instant }),
    idempotency: "optional",
    errors: [...writeErrors, "wrong-state", "no-op", "self-approval"],
  }),
};
