import { z } from "zod";
import { AppError } from "../domain/errors.ts";
import { evalConditions } from "../domain/gates/unpinned.ts";
import {
  caseIdText,
  finiteNumber,
  MAX_METRICS,
  MAX_TAGS,
  measuredNumber,
  metricName,
  shareNumber,
  storableText,
  tagText,
  tokenCount,
} from "./case-fields.ts";
import { type ImportedRun, MAX_CASES } from "./imported-run.ts";
import { refuseEvals } from "./refuse-evals.ts";
import type { UploadText } from "./upload-text.ts";

const storedText = z.string().transform(storableText).nullable().default(null);

const nativeCase = z.strictObject({
  caseId: caseIdText,
  score: shareNumber,
  passed: z.boolean(),
  totalTokens: tokenCount.nullable().default(null),
  latencyMs: measuredNumber.nullable().default(null),
  costUsd: measuredNumber.nullable().default(null),
  isCached: z.boolean().default(false),
  output: storedText,
  reason: storedText,
  isError: z.boolean().default(false),
  repeat: z.int().min(1).max(1_000).default(1),
  inputTokens: tokenCount.nullable().default(null),
  outputTokens: tokenCount.nullable().default(null),
  input: storedText,
  tags: z.array(tagText).max(MAX_TAGS).default([]),
  metrics: z
    .record(metricName, finiteNumber)
    .refine((metrics) => Object.keys(metrics).length <= MAX_METRICS, `has more than ${MAX_METRICS} metrics`)
    .default({}),
});

/** Tupelo's own result file: for tools without an importer. Unknown fields are refused. */
export const nativeFileSchema = z.strictObject({
  format: z.literal("tupelo"),
  version: z.literal(1),
  /** The program that measured, with its version. */
  tool: z.string().min(1).max(200).transform(storableText).default("tupelo"),
  createdAt: z.iso.datetime({ offset: true }).nullable().default(null),
  conditions: evalConditions.optional(),
  cases: z.array(nativeCase).min(1).max(MAX_CASES),
});

/** importNative reads Tupelo's own JSON. Throws `malformed-json`, `too-deep`, or `invalid-evals` with pointers. */
export function importNative(upload: UploadText): ImportedRun {
  const whole = upload.whole();
  if (whole === undefined) throw new AppError("malformed-json", "The file is not one JSON document.");
  const file = nativeFileSchema.safeParse(whole.value);
  if (!file.success) throw refuseEvals("an eval run in Tupelo's own format", file.error);
  const { tool, createdAt, cases, conditions } = file.data;
  return {
    format: "native",
    tool,
    createdAt: createdAt === null ? null : new Date(createdAt).toISOString(),
    cases,
    conditions: conditions ?? null,
  };
}

/** isNative looks at the content only. */
export function isNative(upload: UploadText): boolean {
  const value = upload.whole()?.value;
  return typeof value === "object" && value !== null && "format" in value && value.format === "tupelo";
}
