import { z } from "zod";
import { ROLLOUT_STATES } from "../domain/rollout/rollout-state.ts";
import {
  environmentName,
  instant,
  noQuery,
  numberText,
  pageOf,
  pageQuery,
  projectErrors,
  projectParams,
  reasonText,
  releaseIdText,
  writeErrors,
} from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";

export const rolloutState = z.enum(ROLLOUT_STATES);

export const rolloutRow = z.strictObject({
  number: z.number().int(),
  environment: environmentName,
  promotionNumber: z.number().int(),
  candidateReleaseId: releaseIdText,
  controlReleaseId: releaseIdText.nullable(),
  state: rolloutState,
  /** The candidate's share at each step, in basis points. */
  stepsBp: z.array(z.number().int()),
  stepIndex: z.number().int(),
  policyLabel: z.string(),
  createdAt: instant,
  startedAt: instant.nullable(),
  stepStartedAt: instant.nullable(),
  bakingSince: instant.nullable(),
  bakeUntil: instant.nullable(),
  pausedAt: instant.nullable(),
  pausedByName: z.string().nullable(),
  pauseReason: z.string().nullable(),
  endedAt: instant.nullable(),
  endReason: z.string().nullable(),
  version: z.number().int(),
  /** Why it waits, in words; null when it does not. */
  waitsFor: z.string().nullable(),
});
export type RolloutRow = z.output<typeof rolloutRow>;

const refusal = z.string().nullable();

export const rolloutDetail = z.strictObject({
  ...rolloutRow.shape,
  /** The candidate's share now, in basis points. */
  shareBp: z.number().int(),
  /** Why the one who asks may not do something to it now; null where he may. */
  acts: z.strictObject({
    pause: refusal,
    resume: refusal,
    advance: refusal,
    promote_now: refusal,
    abort: refusal,
  }),
  /** What was served because of it, newest first. */
  history: z.array(
    z.strictObject({
      version: z.number().int(),
      control: releaseIdText.nullable(),
      candidate: releaseIdText.nullable(),
      shareBp: z.number().int(),
      since: instant,
    }),
  ),
});
export type RolloutDetail = z.output<typeof rolloutDetail>;

export const decisionRow = z.strictObject({
  id: z.string(),
  action: z.string(),
  reasonCodes: z.array(z.string()),
  /** Every number that it used. */
  inputs: z.record(z.string(), z.json()),
  policyLabel: z.string(),
  windowEndAt: instant.nullable(),
  nextLookAt: instant.nullable(),
  createdAt: instant,
});
export type DecisionRow = z.output<typeof decisionRow>;

const numberParams = z.strictObject({ ...projectParams.shape, number: numberText });
const steering = {
  method: "POST",
  params: numberParams,
  query: noQuery,
  body: z.strictObject({
    reason: reasonText,
    /** The rollout's version that the person saw. */
    expectedVersion: z.number().int(),
  }),
  response: z.strictObject({ state: rolloutState, version: z.number().int(), shareBp: z.number().int() }),
  idempotency: "optional",
} as const;
const steeringErrors = [...writeErrors, "wrong-state"] as const;

export const rolloutEndpoints = {
  listRollouts: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/rollouts",
    operationId: "listRollouts",
    summary: "Rollouts, newest first",
    permission: "project:read",
    params: projectParams,
    query: z.strictObject({
      ...pageQuery,
      environment: environmentName.optional(),
      state: z.enum(["open", "closed", "all"]).default("all"),
    }),
    body: null,
    response: pageOf(rolloutRow),
    errors: [...projectErrors, "bad-cursor"],
  }),
  getRollout: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/rollouts/{number}",
    operationId: "getRollout",
    summary: "One rollout, and what the one who asks may do to it",
    permission: "project:read",
    params: numberParams,
    query: noQuery,
    body: null,
    response: rolloutDetail,
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
  pauseRollout: defineEndpoint({
    ...steering,
    path: "/api/v1/projects/{project}/rollouts/{number}/pause",
    operationId: "pauseRollout",
    summary: "Keep a rollout at its step until a person resumes it",
    permission: "rollout:steer",
    errors: steeringErrors,
  }),
  resumeRollout: defineEndpoint({
    ...steering,
    path: "/api/v1/projects/{project}/rollouts/{number}/resume",
    operationId: "resumeRollout",
    summary: "Let a paused rollout go on; by somebody who is not an author",
    permission: "rollout:steer",
    errors: [...steeringErrors, "self-approval", "blocked"],
  }),
  advanceRolloutByHand: defineEndpoint({
    ...steering,
    path: "/api/v1/projects/{project}/rollouts/{number}/advance",
    operationId: "advanceRolloutByHand",
    summary: "Take the next step by hand; by somebody who is not an author",
    permission: "rollout:steer",
    errors: [...steeringErrors, "self-approval", "blocked"],
  }),
  promoteRolloutNow: defineEndpoint({
    ...steering,
    path: "/api/v1/projects/{project}/rollouts/{number}/promote-now",
    operationId: "promoteRolloutNow",
    summary: "Serve the candidate to all subjects now; by somebody who is not an author",
    permission: "rollout:steer",
    errors: [...steeringErrors, "self-approval", "blocked"],
  }),
  abortRollout: defineEndpoint({
    ...steering,
    path: "/api/v1/projects/{project}/rollouts/{number}/abort",
    operationId: "abortRollout",
    summary: "Give all subjects back to control; the release is not quarantined",
    permission: "rollout:abort",
    errors: [...steeringErrors, "invalid-target"],
  }),
};
