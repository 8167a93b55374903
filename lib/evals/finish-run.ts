import { AppError } from "../domain/errors.ts";
import type { EvalCaseInput } from "../domain/gates/eval-case.ts";
import { type ImportedRun, MAX_CASES } from "./imported-run.ts";

/**
 * finishRun is what every importer's result goes through: some cases, not too many, none twice, and what an error or
 * a cache says nothing about is null.
 */
export function finishRun(run: ImportedRun): ImportedRun {
  const { cases } = run;
  if (cases.length === 0) throw new AppError("invalid-evals", "The run has no cases.");
  if (cases.length > MAX_CASES) {
    throw new AppError("invalid-evals", `The run has more than ${MAX_CASES} cases.`);
  }
  refuseTwice(cases);
  return { ...run, cases: cases.map(settle) };
}

function refuseTwice(cases: readonly EvalCaseInput[]): void {
  const seen = new Set<string>();
  for (const { caseId, repeat } of cases) {
    const key = `${repeat} ${caseId}`;
    if (seen.has(key)) {
      throw new AppError(
        "invalid-evals",
        `The case "${caseId}" is in the file twice as repeat ${repeat}. Give each case an id of its own, or number its repeats.`,
      );
    }
    seen.add(key);
  }
}

function settle(item: EvalCaseInput): EvalCaseInput {
  return {
    ...item,
    passed: item.passed && !item.isError,
    score: item.isError ? 0 : item.score,
    latencyMs: item.isCached ? null : item.latencyMs,
    // No answer costs nothing to read or write: tools write 0 for what was not reported.
    totalTokens: item.totalTokens === 0 ? null : item.totalTokens,
  };
}
