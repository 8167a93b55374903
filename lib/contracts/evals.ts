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
  /** The program that measured, with its version where it says so. */
  tool: z.string(),
  /** Sent by somebody, or made by the console's own runner. */
  origin: z.enum(["upload", "runner"]),
  /** Whose golden set, judge, index and settings were used, where not the release's own. */
  underReleaseId: releaseIdText.nullable(),
  /** Why the run satisfies no gate though it names a release. */
  unpinnedReasons: z.array(z.string()),
  summary: evalSummary,
  createdAt: instant,
});
export type EvalRunRow = z.output<typeof evalRunRow>;

/** A case in a list: its numbers. Its texts are read one by one. */
export const evalCaseRow = z.strictObject({
  position: z.number().int(),
  caseId: z.string(),
  repeat: z.number().int(),
  passed: z.boolean(),
  isError: z.boolean(),
  score: z.number(),
  totalTokens: z.number().int().nullable(),
  latencyMs: z.number().nullable(),
  costUsd: z.number().nullable(),
  isCached: z.boolean(),
  tags: z.array(z.string()),
});
export type EvalCaseRow = z.output<typeof evalCaseRow>;

export const evalCase = z.strictObject({
  ...evalCaseRow.shape,
  inputTokens: z.number().int().nullable(),
  outputTokens: z.number().int().nullable(),
  input: z.string().nullable(),
  output: z.string().nullable(),
  reason: z.string().nullable(),
  metrics: z.record(z.string(), z.number()),
});
export type EvalCase = z.output<typeof evalCase>;

const refs = z.union([z.string(), z.array(z.string())]);
const runParams = z.strictObject({ ...projectParams.shape, number: numberText });
const name = z.string().min(1).max(500);

export const evalRunDetail = z.strictObject({
  ...evalRunRow.shape,
  /** What the run says it read. */
  conditions: z.record(z.string(), refs),
  /** The parts it was measured with, by their key in the release; null without a release. */
  evidenceParts: z.record(z.string(), z.strictObject({ ref: z.string(), digest: z.string() })).nullable(),
  tags: z.array(z.string()),
});

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
      format: z.enum(["promptfoo", "native", "junit", "csv", "jsonl"]).optional(),
      /** Which column is what, for CSV and JSONL: `caseId=inputs.id,score=feedback.correctness`. */
      columns: z.string().min(1).max(1_000).optional(),
      /** Which prompt and provider of a file with several. */
      prompt: name.optional(),
      provider: name.optional(),
      /** The release whose golden set, judge, index and settings it was measured with. */
      under: releaseIdText.optional(),
      /** JSON: what the run read, `{"model":"lora@1.9","features":"releases@5"}`. */
      conditions: z.string().max(1_000).optional(),
    }),
    body: z.unknown(),
    response: z.strictObject({
      number: z.number().int(),
      created: z.boolean(),
      summary: evalSummary,
      unpinnedReasons: z.array(z.string()),
    }),
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
    query: z.strictObject({
      ...pageQuery,
      release: releaseIdText.optional(),
      selfReported: z.enum(["true", "false"]).optional(),
      /** `true`: runs without a release, or that read something that moves. */
      unpinned: z.enum(["true", "false"]).optional(),
    }),
    body: null,
    response: pageOf(evalRunRow),
    errors: [...projectErrors, "bad-cursor"],
  }),
  getEvalRun: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/eval-runs/{number}",
    operationId: "getEvalRun",
    summary: "One eval run: its numbers, what it was measured with and what it says it read",
    permission: "project:read",
    params: runParams,
    query: noQuery,
    body: null,
    response: evalRunDetail,
    errors: projectErrors,
  }),
  listEvalCases: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/eval-runs/{number}/cases",
    operationId: "listEvalCases",
    summary: "A run's cases in pages, worst first unless told",
    permission: "project:read",
    params: runParams,
    query: z.strictObject({
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(200),
      outcome: z.enum(["passed", "failed", "error"]).optional(),
      tag: z.string().max(100).optional(),
      /** A part of the case's id, in any case of letters. */
      search: z.string().max(200).optional(),
      sort: z.enum(["worst", "best", "file"]).default("worst"),
    }),
    body: null,
    response: z.strictObject({ ...pageOf(evalCaseRow).shape, total: z.number().int() }),
    errors: [...projectErrors, "bad-cursor"],
  }),
  getEvalCase: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/eval-runs/{number}/cases/{position}",
    operationId: "getEvalCase",
    summary: "One case of a run with its texts and metrics",
    permission: "project:read",
    params: z.strictObject({
      ...runParams.shape,
      position: z
        .string()
        .regex(/^(0|[1-9][0-9]{0,5})$/)
        .transform(Number),
    }),
    query: noQuery,
    body: null,
    response: evalCase,
    errors: projectErrors,
  }),
  exportEvalCases: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/eval-runs/{number}/cases.csv",
    operationId: "exportEvalCases",
    summary:
      "A run's cases as CSV; text that a spreadsheet would take for a formula starts with an apostrophe",
    permission: "project:read",
    params: runParams,
    query: noQuery,
    body: null,
    response: z.string(),
    errors: projectErrors,
  }),
  downloadEvalFile: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/eval-runs/{number}/file",
    operationId: "downloadEvalFile",
    summary: "The file that a run was read from, byte for byte",
    permission: "project:read",
    params: runParams,
    query: noQuery,
    body: null,
    response: z.string(),
    errors: projectErrors,
  }),
};
