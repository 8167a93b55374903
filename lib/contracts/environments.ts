import { z } from "zod";
import {
  environmentName,
  instant,
  noQuery,
  projectErrors,
  projectParams,
  reasonText,
  releaseIdText,
  writeErrors,
} from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

export const allocation = z.strictObject({
  version: z.number().int(),
  control: releaseIdText.nullable(),
  candidate: releaseIdText.nullable(),
  shareBp: z.number().int(),
  cause: z.string(),
  since: instant,
});

export const reconciliationRow = z.strictObject({
  number: z.number().int(),
  environment: environmentName,
  kind: z.string(),
  state: z.enum(["open", "closed"]),
  desiredReleaseId: releaseIdText.nullable(),
  servedReleaseId: releaseIdText,
  ownerName: z.string(),
  reason: z.string(),
  pullNumber: z.number().int().nullable(),
  branch: z.string(),
  mergeCommit: z.string().nullable(),
  outcome: z.string().nullable(),
  attempts: z.number().int(),
  lastError: z.string().nullable(),
  nextTryAt: instant.nullable(),
  openedAt: instant,
  dueAt: instant,
  closedAt: instant.nullable(),
});
export type ReconciliationRow = z.output<typeof reconciliationRow>;

export const rolloutState = z.enum([
  "waiting",
  "stepping",
  "baking",
  "completed",
  "paused",
  "rolled_back",
  "aborted",
  "superseded",
]);

export const rolloutRow = z.strictObject({
  number: z.number().int(),
  environment: environmentName,
  promotionNumber: z.number().int(),
  candidateReleaseId: releaseIdText,
  controlReleaseId: releaseIdText.nullable(),
  state: rolloutState,
  stepsBp: z.array(z.number().int()),
  stepIndex: z.number().int(),
  createdAt: instant,
  startedAt: instant.nullable(),
  bakingSince: instant.nullable(),
  bakeUntil: instant.nullable(),
  endedAt: instant.nullable(),
  /** Why it waits, in words; null when it does not. */
  waitsFor: z.string().nullable(),
});
export type RolloutRow = z.output<typeof rolloutRow>;

export const environmentDetail = z.strictObject({
  name: environmentName,
  version: z.number().int(),
  desired: z.strictObject({ releaseId: releaseIdText, commit: z.string(), since: instant }).nullable(),
  served: allocation.nullable(),
  lastKnownGood: releaseIdText.nullable(),
  rollbackTarget: releaseIdText.nullable(),
  /** Releases that were fully served here, newest first, which may be gone back to. */
  rollbackChoices: z.array(releaseIdText),
  drift: z.boolean(),
  rollout: rolloutRow.nullable(),
  reconciliation: reconciliationRow.nullable(),
  quarantined: z.array(releaseIdText),
  /** Requests recorded in the last five minutes; null when none were ever recorded. */
  requestsPerMinute: z.number().nullable(),
  history: z.array(allocation),
});
export type EnvironmentDetail = z.output<typeof environmentDetail>;

const environmentParams = z.strictObject({ ...projectParams.shape, environment: environmentName });

export const environmentEndpoints = {
  listEnvironments: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/environments",
    operationId: "listEnvironments",
    summary: "Environments with what git desires and what is served",
    permission: "project:read",
    params: projectParams,
    query: noQuery,
    body: null,
    response: z.strictObject({ items: z.array(environmentDetail) }),
    errors: projectErrors,
  }),
  getEnvironment: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/environments/{environment}",
    operationId: "getEnvironment",
    summary: "One environment",
    permission: "project:read",
    params: environmentParams,
    query: noQuery,
    body: null,
    response: environmentDetail,
    errors: projectErrors,
  }),
  rollBack: defineEndpoint({
    method: "POST",
    path: "/api/v1/projects/{project}/environments/{environment}/rollback",
    operationId: "rollBack",
    summary: "Serve the rollback target now; git follows. Needs a proof of identity younger than 5 minutes",
    permission: "environment:rollback",
    params: environmentParams,
    query: noQuery,
    body: z.strictObject({
      reason: reasonText,
      targetReleaseId: releaseIdText.optional(),
      /** The allocation version that the person saw. */
      expectedVersion: z.number().int(),
    }),
    response: z.strictObject({
      servedReleaseId: releaseIdText,
      allocationVersion: z.number().int(),
      reconciliationNumber: z.number().int().nullable(),
      quarantinedReleaseId: releaseIdText.nullable(),
    }),
    idempotency: "required",
    errors: [...writeErrors, "step-up-required", "invalid-target", "no-op"],
  }),
  markKnownGood: defineEndpoint({
    method: "POST",
    path: "/api/v1/projects/{project}/environments/{environment}/known-good",
    operationId: "markKnownGood",
    summary: "Say, as a reviewer and with a reason, that the served release is known good",
    permission: "environment:known-good",
    params: environmentParams,
    query: noQuery,
    body: z.strictObject({ releaseId: releaseIdText, reason: reasonText }),
    response: z.strictObject({ releaseId: releaseIdText }),
    idempotency: "optional",
    errors: [...writeErrors, "self-approval", "invalid-target", "no-op", "wrong-state"],
  }),
};

const numberParams = z.strictObject({
  ...projectParams.shape,
  number: z
    .string()
    .regex(/^[1-9][0-9]{0,8}$/)
    .transform(Number),
});

export const decisionRow = z.strictObject({
  id: z.string(),
  action: z.string(),
  reasonCodes: z.array(z.string()),
  policyLabel: z.string(),
  nextLookAt: instant.nullable(),
  createdAt: instant,
});

export const rolloutEndpoints = {
  getRollout: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/rollouts/{number}",
    operationId: "getRollout",
    summary: "One rollout",
    permission: "project:read",
    params: numberParams,
    query: noQuery,
    body: null,
    response: rolloutRow,
    errors: projectErrors,
  }),
  listDecisions: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/rollouts/{number}/decisions",
    operationId: "listDecisions",
    summary: "What was decided about a rollout, newest first",
    permission: "project:read",
    params: numberParams,
    query: noQuery,
    body: null,
    response: z.strictObject({ items: z.array(decisionRow) }),
    errors: projectErrors,
  }),
};

export const reconciliationEndpoints = {
  listReconciliations: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/reconciliations",
    operationId: "listReconciliations",
    summary: "Where git and runtime disagree or did",
    permission: "project:read",
    params: projectParams,
    query: z.strictObject({ state: z.enum(["open", "closed", "all"]).default("all") }),
    body: null,
    response: z.strictObject({ items: z.array(reconciliationRow) }),
    errors: projectErrors,
  }),
  recheckReconciliation: defineEndpoint({
    method: "POST",
    path: "/api/v1/projects/{project}/reconciliations/{number}/recheck",
    operationId: "recheckReconciliation",
    summary: "Look at git again now instead of at the next try",
    permission: "reconciliation:recheck",
    params: numberParams,
    query: noQuery,
    body: z.strictObject({}),
    response: z.strictObject({ number: z.number().int(), state: z.enum(["open", "closed"]) }),
    status: 202,
    idempotency: "optional",
    errors: [...writeErrors, "wrong-state"],
  }),
};

export const quarantineRow = z.strictObject({
  releaseId: releaseIdText,
  environment: environmentName,
  reason: z.string(),
  since: instant,
  liftedAt: instant.nullable(),
  liftedByName: z.string().nullable(),
  liftReason: z.string().nullable(),
});

export const quarantineEndpoints = {
  listQuarantine: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/quarantine",
    operationId: "listQuarantine",
    summary: "Releases that may not be proposed, followed or rolled back to",
    permission: "project:read",
    params: projectParams,
    query: noQuery,
    body: null,
    response: z.strictObject({ items: z.array(quarantineRow) }),
    errors: projectErrors,
  }),
  liftQuarantine: defineEndpoint({
    method: "POST",
    path: "/api/v1/projects/{project}/quarantine/{releaseId}/lift",
    operationId: "liftQuarantine",
    summary: "Let a release be proposed again; by a reviewer who is not an author, with a reason",
    permission: "quarantine:lift",
    params: z.strictObject({ ...projectParams.shape, releaseId: releaseIdText }),
    query: noQuery,
    body: z.strictObject({ reason: reasonText }),
    response: z.strictObject({ releaseId: releaseIdText }),
    idempotency: "optional",
    errors: [...writeErrors, "self-approval"],
  }),
};
