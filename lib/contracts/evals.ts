import { z } from "zod";
import {
  digest,
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

/** An eval run's numbers over its cases; null where the tool did not report it. */
export const evalSummary = z.strictObject({
  caseCount: z.number().int(),
  errorCount: z.number().int(),
  quality: z.number(),
  passRate: z.number(),
  tokensMean: z.number().nullable(),
  latencyP95Ms: z.number().nullable(),
  costUsdMean: z.number().nullable(),
  caseIdsDigest: z.string(),
});

export const evalRunRow = z.strictObject({
  number: z.number().int(),
  releaseId: releaseIdText.nullable(),
  format: z.string(),
  rawDigest: digest,
  sentByName: z.string(),
  selfReported: z.boolean(),
  summary: evalSummary,
  createdAt: instant,
});
export type EvalRunRow = z.output<typeof evalRunRow>;

export const evalCaseRow = z.strictObject({
  caseId: z.string(),
  passed: z.boolean(),
  score: z.number(),
  totalTokens: z.number().int().nullable(),
  latencyMs: z.number().nullable(),
  costUsd: z.number().nullable(),
  isCached: z.boolean(),
  output: z.string().nullable(),
  reason: z.string().nullable(),
});
export type EvalCaseRow = z.output<typeof evalCaseRow>;

export const evalEndpoints = {
  uploadEvalRun: defineEndpoint({
    method: "POST",
    path: "/api/v1/projects/{project}/eval-runs",
    operationId: "uploadEvalRun",
    summary: "Import an evaluation's result file for one release; the same file twice is one run",
    permission: "eval:upload",
    params: projectParams,
    query: z.strictObject({
      release: releaseIdText.optional(),
      format: z.enum(["promptfoo", "native"]).optional(),
    }),
    body: z.unknown(),
    response: z.strictObject({ number: z.number().int(), created: z.boolean(), summary: evalSummary }),
    status: { created: 201, repeated: 200 },
    idempotency: "optional",
    bodyLimitBytes: 64 * 1024 * 1024,
    bodyKind: "raw",
    errors: [...writeErrors, "invalid-evals"],
  }),
  listEvalRuns: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/eval-runs",
    operationId: "listEvalRuns",
    summary: "Eval runs, newest first",
    permission: "project:read",
    params: projectParams,
    query: z.strictObject({ ...pageQuery, release: releaseIdText.optional() }),
    body: null,
    response: pageOf(evalRunRow),
    errors: [...projectErrors, "bad-cursor"],
  }),
  getEvalRun: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/eval-runs/{number}",
    operationId: "getEvalRun",
    summary: "One eval run with its cases, worst first",
    permission: "project:read",
    params: z.strictObject({ ...projectParams.shape, number: numberText }),
    query: noQuery,
    body: null,
    response: z.strictObject({ ...evalRunRow.shape, cases: z.array(evalCaseRow) }),
    errors: projectErrors,
  }),
};
