import { z } from "zod";
import { caseIdText, finiteNumber, measuredNumber, tokenCount } from "./case-fields.ts";

const tokenUsage = z.object({
  total: tokenCount.nullish(),
  prompt: tokenCount.nullish(),
  completion: tokenCount.nullish(),
});

const response = z.object({
  output: z.unknown().optional(),
  error: z.string().nullish(),
  cached: z.boolean().optional(),
  cost: measuredNumber.nullish(),
  tokenUsage: tokenUsage.nullish(),
});

const gradingResult = z.object({
  reason: z.string().nullish(),
  componentResults: z
    .array(z.object({ pass: z.boolean(), reason: z.string().nullish() }).nullable())
    .nullish(),
});

const metadata = z.object({ caseId: caseIdText.optional(), tags: z.unknown().optional() });

/** One row of promptfoo's results, as far as Tupelo reads it; other fields may come and go. */
export const promptfooRow = z.object({
  /** Version 2 does not number its prompts. */
  promptIdx: z.int().min(0).optional(),
  prompt: z.object({ raw: z.string().optional(), label: z.string().optional() }).nullish(),
  promptId: z.string().nullish(),
  provider: z.union([z.string(), z.object({ id: z.string().nullish(), label: z.string().nullish() })]),
  success: z.boolean(),
  score: finiteNumber,
  namedScores: z.record(z.string(), finiteNumber.nullable()).nullish(),
  /** 0 none, 1 an assertion failed, 2 an error. */
  failureReason: z.union([z.literal(0), z.literal(1), z.literal(2)]).optional(),
  error: z.string().nullish(),
  latencyMs: measuredNumber.nullish(),
  cost: measuredNumber.nullish(),
  response: response.nullish(),
  tokenUsage: tokenUsage.nullish(),
  gradingResult: gradingResult.nullish(),
  metadata: metadata.nullish(),
  testCase: z.object({ metadata: metadata.nullish() }).nullish(),
  vars: z.record(z.string(), z.json()),
});
export type PromptfooRow = z.output<typeof promptfooRow>;

/** The file of `promptfoo eval -o run.json`, results version 2 or 3. Its rows are checked one by one. */
export const promptfooFile = z.object({
  results: z.object({
    version: z.union([z.literal(2), z.literal(3)]),
    timestamp: z.string().nullish(),
    results: z.array(z.unknown()),
  }),
  metadata: z
    .object({ promptfooVersion: z.string().max(50).nullish(), evaluationCreatedAt: z.string().nullish() })
    .nullish(),
});
