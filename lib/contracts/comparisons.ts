import { z } from "zod";
import { COMPARISON_WORDS } from "../domain/evals/describe-comparison.ts";
import { instant, numberText, projectErrors, projectParams, releaseIdText } from "./common.ts";
import { defineEndpoint } from "./endpoint.ts";
import { judgeLicence } from "./judges.ts";

const interval = z.strictObject({ low: z.number(), high: z.number() }).nullable();
const pairedDifference = z.strictObject({
  n: z.number().int(),
  control: z.number(),
  candidate: z.number(),
  /** Candidate less control, the mean over the pairs. */
  difference: z.number(),
  /** 95 %, two-sided; null where there are too few pairs. */
  interval,
});
const measuredChange = z.strictObject({
  ...pairedDifference.shape,
  relative: z.strictObject({ change: z.number(), interval }).nullable(),
});

/** The numbers of a set of same cases; null where nothing was measured on both sides. */
export const pairNumbers = z.strictObject({
  pairCount: z.number().int(),
  score: pairedDifference.nullable(),
  passRate: pairedDifference.nullable(),
  tokens: measuredChange.nullable(),
  latencyMs: measuredChange.nullable(),
  costUsd: measuredChange.nullable(),
  errors: z.strictObject({ control: z.number().int(), candidate: z.number().int() }),
});
export type PairNumbersResponse = z.output<typeof pairNumbers>;

const judgeOfRun = z.strictObject({
  name: z.string(),
  version: z.string(),
  licence: judgeLicence,
});

const comparedRun = z.strictObject({
  number: z.number().int(),
  releaseId: releaseIdText.nullable(),
  underReleaseId: releaseIdText.nullable(),
  sentByName: z.string(),
  selfReported: z.boolean(),
  createdAt: instant,
  caseCount: z.number().int(),
  /** Why the run satisfies no gate; empty where it is pinned. */
  unpinnedReasons: z.array(z.string()),
  judges: z.array(judgeOfRun),
});
export type ComparedRun = z.output<typeof comparedRun>;

const passCount = z
  .strictObject({ caseId: z.string(), passedCount: z.number().int(), measuredCount: z.number().int() })
  .nullable();

const runs = { control: comparedRun, candidate: comparedRun };

const comparable = z.strictObject({
  comparable: z.literal(true),
  ...runs,
  /** What differs and was let differ, in words. */
  acrossUsed: z.array(z.string()),
  verdict: z.strictObject({ word: z.enum(COMPARISON_WORDS), sentence: z.string() }),
  numbers: pairNumbers,
  /** The same without the flaky cases; null where there is none. */
  withoutFlaky: pairNumbers.nullable(),
  counts: z.strictObject({
    regressions: z.number().int(),
    improvements: z.number().int(),
    unchanged: z.number().int(),
    noLongerPass: z.number().int(),
    flaky: z.number().int(),
    onlyInControl: z.number().int(),
    onlyInCandidate: z.number().int(),
  }),
  slices: z.array(z.strictObject({ tag: z.string(), isSmall: z.boolean(), numbers: pairNumbers })),
  slicesLeftOut: z.number().int(),
  /** At most 100 of each. */
  flaky: z.array(z.strictObject({ caseId: z.string(), control: passCount, candidate: passCount })),
  onlyInControl: z.array(z.string()),
  onlyInCandidate: z.array(z.string()),
});
const notComparable = z.strictObject({
  comparable: z.literal(false),
  ...runs,
  differing: z.array(z.string()),
  /** Both keys side by side. */
  keys: z.array(
    z.strictObject({ key: z.string(), control: z.string(), candidate: z.string(), isSame: z.boolean() }),
  ),
  /** Measures the control's release again under the candidate's instruments; null where a run names no release. */
  command: z.string().nullable(),
});
export const comparison = z.discriminatedUnion("comparable", [comparable, notComparable]);
export type Comparison = z.output<typeof comparison>;
export type ComparableRuns = z.output<typeof comparable>;
export type NotComparableRuns = z.output<typeof notComparable>;

const side = z.strictObject({
  score: z.number(),
  /** The share of the case's repeats that passed. */
  passShare: z.number(),
  repeats: z.number().int(),
  errorCount: z.number().int(),
  totalTokens: z.number().nullable(),
  latencyMs: z.number().nullable(),
  costUsd: z.number().nullable(),
});
export const comparedCaseRow = z.strictObject({
  caseId: z.string(),
  tags: z.array(z.string()),
  difference: z.number(),
  isFlaky: z.boolean(),
  control: side,
  candidate: side,
});
export type ComparedCaseRow = z.output<typeof comparedCaseRow>;

const measurement = z.strictObject({
  repeat: z.number().int(),
  passed: z.boolean(),
  isError: z.boolean(),
  score: z.number(),
  output: z.string().nullable(),
  reason: z.string().nullable(),
});

export const CASE_FILTERS = ["all", "regressions", "improvements", "flaky"] as const;

const runPair = {
  /** Two runs by their numbers, or the newest pinned runs of two releases. */
  control: numberText.optional(),
  candidate: numberText.optional(),
  controlRelease: releaseIdText.optional(),
  candidateRelease: releaseIdText.optional(),
};
const numberedPair = { control: numberText, candidate: numberText };

export const comparisonEndpoints = {
  compareRuns: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/comparisons",
    operationId: "compareRuns",
    summary: "Two eval runs on their same cases, with intervals; or why they are not comparable",
    permission: "project:read",
    params: projectParams,
    query: z.strictObject(runPair),
    body: null,
    response: comparison,
    errors: projectErrors,
  }),
  listComparedCases: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/comparisons/cases",
    operationId: "listComparedCases",
    summary: "The same cases of two comparable runs, worst regressions first",
    permission: "project:read",
    params: projectParams,
    query: z.strictObject({
      ...numberedPair,
      show: z.enum(CASE_FILTERS).default("all"),
      tag: z.string().max(200).optional(),
      search: z.string().max(200).optional(),
      offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
      limit: z.coerce.number().int().min(1).max(1_000).default(200),
    }),
    body: null,
    response: z.strictObject({ items: z.array(comparedCaseRow), total: z.number().int() }),
    errors: [...projectErrors, "wrong-state"],
  }),
  getComparedCase: defineEndpoint({
    method: "GET",
    path: "/api/v1/projects/{project}/comparisons/case",
    operationId: "getComparedCase",
    summary: "One case in both runs: what was asked, both answers and both reasons",
    permission: "project:read",
    params: projectParams,
    query: z.strictObject({ ...numberedPair, caseId: z.string().max(2_000) }),
    body: null,
    response: z.strictObject({
      caseId: z.string(),
      input: z.string().nullable(),
      control: z.array(measurement),
      candidate: z.array(measurement),
    }),
    errors: projectErrors,
  }),
};
