import { z } from "zod";
import { SESSION_STATES } from "../domain/evals/session-state.ts";
import {
  instant,
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

/** A run of a release's golden set that the console makes itself. */
export const evalSession = z.strictObject({
  number: z.number().int(),
  releaseId: releaseIdText,
  /** The release whose golden set, judge, index and settings measure, where it is another. */
  underReleaseId: releaseIdText.nullable(),
  state: z.enum(SESSION_STATES),
  /** A stop was asked for; what is under way ends first. */
  isStopping: z.boolean(),
  model: z.string(),
  judgeModel: z.string().nullable(),
  repeats: z.number().int(),
  budgetUsd: z.number().nullable(),
  spentUsd: z.number(),
  caseCount: z.number().int(),
  doneCount: z.number().int(),
  errorCount: z.number().int(),
  lastError: z.string().nullable(),
  /** The eval run that came of it. */
  evalRunNumber: z.number().int().nullable(),
  startedByName: z.string(),
  createdAt: instant,
  updatedAt: instant,
  endedAt: instant.nullable(),
  version: z.number().int(),
});
export type EvalSessionResponse = z.output<typeof evalSession>;

const sessionParams = z.strictObject({ ...projectParams.shape, number: numberText });
const change = z.strictObject({ expectedVersion: z.number().int().min(1).optional() });
const path = "/api/v1/projects/{project}/eval-sessions";

export const evalSessionEndpoints = {
  startEvalSession: defineEndpoint({
    method: "POST",
    path,
    operationId: "startEvalSession",
    summary: "Run a release's golden set at the endpoint that the server is set up for",
    permission: "eval:run",
    params: projectParams,
    query: noQuery,
    body: z.strictObject({
      releaseId: releaseIdText,
      repeats: z.number().int().min(1).max(10).default(1),
      budgetUsd: z.number().positive().max(100_000).nullable().default(null),
      under: releaseIdText.nullable().default(null),
    }),
    response: evalSession,
    status: 201,
    idempotency: "optional",
    errors: [...writeErrors, "not-configured", "invalid-artifact", "invalid-evals"],
  }),
  listEvalSessions: defineEndpoint({
    method: "GET",
    path,
    operationId: "listEvalSessions",
    summary: "Eval sessions, newest first; and why none can be started, where that is so",
    permission: "project:read",
    params: projectParams,
    query: z.strictObject({ ...pageQuery, release: releaseIdText.optional() }),
    body: null,
    response: pageOf(evalSession).extend({
      /** Null where the server is set up to run evals. */
      notConfigured: z.string().nullable(),
    }),
    errors: [...projectErrors, "bad-cursor"],
  }),
  getEvalSession: defineEndpoint({
    method: "GET",
    path: `${path}/{number}`,
    operationId: "getEvalSession",
    summary: "One eval session and how far it is",
    permission: "project:read",
    params: sessionParams,
    query: noQuery,
    body: null,
    response: evalSession,
    errors: projectErrors,
  }),
  stopEvalSession: defineEndpoint({
    method: "POST",
    path: `${path}/{number}/stop`,
    operationId: "stopEvalSession",
    summary: "Stop asking; what is under way ends and is kept",
    permission: "eval:run",
    params: sessionParams,
    query: noQuery,
    body: change,
    response: evalSession,
    idempotency: "optional",
    errors: [...writeErrors, "wrong-state"],
  }),
  resumeEvalSession: defineEndpoint({
    method: "POST",
    path: `${path}/{number}/resume`,
    operationId: "resumeEvalSession",
    summary: "Go on where a session stopped; nothing is paid twice",
    permission: "eval:run",
    params: sessionParams,
    query: noQuery,
    body: change.extend({ budgetUsd: z.number().positive().max(100_000).nullable().optional() }),
    response: evalSession,
    idempotency: "optional",
    errors: [...writeErrors, "wrong-state", "not-configured", "invalid-artifact", "invalid-evals"],
  }),
};
