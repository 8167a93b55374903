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
import { reconciliationRow } from "./reconciliations.ts";
import { rolloutRow } from "./rollouts.ts";

export const allocation = z.strictObject({
  version: z.number().int(),
  control: releaseIdText.nullable(),
  candidate: releaseIdText.nullable(),
  shareBp: z.number().int(),
  cause: z.string(),
  since: instant,
});

/** How far the served allocation got; gateways that ask over OFREP do not report. */
export const observedGateways = z.strictObject({
  /** The allocation that gateways are told now; null before the first. */
  generation: z.number().int().nullable(),
  /** Gateways that reported within the last minute. */
  reporting: z.number().int(),
  /** Of these, how many route by that allocation. */
  observed: z.number().int(),
  /** At most 50, those that lag first. */
  instances: z.array(
    z.strictObject({
      instanceId: z.string(),
      generation: z.number().int(),
      readiness: z.enum(["warming", "ready", "stale"]),
      warmReleaseIds: z.array(z.string()),
      lastSeenAt: instant,
    }),
  ),
});
export type ObservedGateways = z.output<typeof observedGateways>;

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
  /** Until when no rollout starts after a rollback; null when none waits. */
  cooldownUntil: instant.nullable(),
  rollout: rolloutRow.nullable(),
  reconciliation: reconciliationRow.nullable(),
  quarantined: z.array(releaseIdText),
  /** Requests recorded in the last five minutes; null when none were ever recorded. */
  requestsPerMinute: z.number().nullable(),
  gateways: observedGateways,
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
  endCooldown: defineEndpoint({
    method: "POST",
    path: "/api/v1/projects/{project}/environments/{environment}/end-cooldown",
    operationId: "endCooldown",
    summary: "Let the next rollout start although a rollback was just done; by a reviewer, with a reason",
    permission: "environment:known-good",
    params: environmentParams,
    query: noQuery,
    /** The version of what is served, as the page showed it: a rollback since then has a cooldown of its own. */
    body: z.strictObject({ reason: reasonText, expectedVersion: z.number().int() }),
    response: z.strictObject({ endedAt: instant }),
    idempotency: "optional",
    errors: [...writeErrors, "no-op"],
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
