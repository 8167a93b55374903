import { z } from "zod";
import { AppError } from "../domain/errors.ts";
import { caseIdText, finiteNumber, measuredNumber, storableText, tokenCount } from "./case-fields.ts";
import { type ImportedRun, MAX_CASES } from "./imported-run.ts";
import { decodeUpload, parseJson } from "./read-json-text.ts";
import { refuseEvals } from "./refuse-evals.ts";

const storedText = z.string().transform(storableText).nullable().default(null);

const nativeCase = z.strictObject({
  caseId: caseIdText,
  /** 0 (worst) to 1 (best). */
  score: finiteNumber.pipe(z.number().min(0).max(1)),
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
  tags: z.array(z.string().min(1).max(100).transform(storableText)).max(50).default([]),
  metrics: z.record(z.string().min(1).max(100), finiteNumber).default({}),
});

/** Tupelo's own result file: for tools without an importer. Unknown fields are refused. */
export const nativeFileSchema = z.strictObject({
  format: z.literal("tupelo"),
  version: z.literal(1),
  /** The program that measured, with its version. */
  tool: z.string().min(1).max(200).transform(storableText).default("tupelo"),
  createdAt: z.iso.datetime({ offset: true }).nullable().default(null),
  cases: z.array(nativeCase).min(1).max(MAX_CASES),
});

/** importNative reads Tupelo's own JSON. Throws `malformed-json`, `too-deep`, or `invalid-evals` with pointers. */
export function importNative(bytes: Uint8Array): ImportedRun {
  const whole = parseJson(decodeUpload(bytes));
  if (whole === undefined) throw new AppError("malformed-json", "The file is not one JSON document.");
  const file = nativeFileSchema.safeParse(whole.value);
  if (!file.success) throw refuseEvals("an eval run in Tupelo's own format", file.error);
  const { tool, createdAt, cases } = file.data;
  return {
    format: "native",
    tool,
    createdAt: createdAt === null ? null : new Date(createdAt).toISOString(),
    cases: cases.map((item) => ({
      ...item,
      passed: item.passed && !item.isError,
      score: item.isError ? 0 : item.score,
      latencyMs: item.isCached ? null : item.latencyMs,
      totalTokens: item.totalTokens === 0 ? null : item.totalTokens,
    })),
  };
}

/** isNative looks at the content only. */
export function isNative(value: unknown): boolean {
  return typeof value === "object" && value !== null && "format" in value && value.format === "tupelo";
}
