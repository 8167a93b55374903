import { z } from "zod";
import { caseIdText, measuredNumber, tokenCount } from "../case-fields.ts";

const cost = measuredNumber.nullable();
const repeat = z.int().min(1).max(1_000);
const place = { caseId: caseIdText, repeat };

/** One measured case as the journal keeps it: what a case of an eval run is. */
export const journalCase = z.strictObject({
  ...place,
  passed: z.boolean(),
  score: z.number().min(0).max(1),
  totalTokens: tokenCount.nullable(),
  inputTokens: tokenCount.nullable(),
  outputTokens: tokenCount.nullable(),
  latencyMs: cost,
  costUsd: cost,
  isCached: z.boolean(),
  input: z.string().nullable(),
  output: z.string().nullable(),
  reason: z.string().nullable(),
  isError: z.boolean(),
  tags: z.array(z.string()),
  metrics: z.record(z.string(), z.number()),
});

/** An answer that was paid for and is not judged yet. */
export const paidAnswer = z.strictObject({
  text: z.string(),
  inputTokens: tokenCount.nullable(),
  outputTokens: tokenCount.nullable(),
  totalTokens: tokenCount.nullable(),
  latencyMs: measuredNumber,
  costUsd: cost,
});
export type PaidAnswer = z.output<typeof paidAnswer>;

/**
 * What a run writes down, in the order in which it happens: the answer as soon as it is paid for, the result when it
 * is judged. `chargedUsd` is what counts against the budget, an estimate where the endpoint reported no usage.
 */
export const journalEntry = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("answer"), ...place, answer: paidAnswer, chargedUsd: measuredNumber }),
  z.strictObject({ kind: z.literal("result"), ...place, result: journalCase, chargedUsd: measuredNumber }),
]);
export type JournalEntry = z.output<typeof journalEntry>;

/** Whose answers a journal holds. */
export const journalHeader = z.strictObject({
  planDigest: z.string(),
  parts: z.record(z.string(), z.string()),
});
export type JournalHeader = z.output<typeof journalHeader>;

/** Where a run keeps what was paid for; it is what makes stopping and dying cheap. */
export type RunJournal = {
  /** Null before the run has begun. */
  load: () => Promise<{ header: JournalHeader; entries: JournalEntry[] } | null>;
  begin: (header: JournalHeader) => Promise<void>;
  /** Returns when the entry is kept. */
  append: (entry: JournalEntry) => Promise<void>;
};

/** placeKey names one measurement of one case. */
export function placeKey({ caseId, repeat }: { caseId: string; repeat: number }): string {
  return JSON.stringify([caseId, repeat]);
}

/** differingParts says, in words, in what a journal's plan differs from this one; empty when in nothing. */
export function differingParts(journal: JournalHeader, plan: JournalHeader): string[] {
  if (journal.planDigest === plan.planDigest) return [];
  const names = [...new Set([...Object.keys(plan.parts), ...Object.keys(journal.parts)])];
  const differing = names.filter((name) => journal.parts[name] !== plan.parts[name]);
  return differing.length > 0 ? differing : ["the plan"];
}
