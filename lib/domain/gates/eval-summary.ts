import { canonicalJson } from "../canonical-json.ts";
import { digestOf } from "../digest.ts";
import { AppError } from "../errors.ts";
import type { EvalCaseInput } from "./eval-case.ts";

/** An eval run in numbers. Null means not measured, which no gate takes for a pass. */
export type EvalSummary = {
  caseCount: number;
  errorCount: number;
  /** Mean score over all cases; a case that ended in an error counts as 0. */
  quality: number;
  /** Passed cases as a share of all cases. */
  passRate: number;
  tokensMean: number | null;
  latencyP95Ms: number | null;
  costUsdMean: number | null;
  /** sha256 over the sorted case ids, repeats included: two runs with other cases are not comparable. */
  caseIdsDigest: string;
};

/**
 * summariseCases folds a run's cases into its numbers.
 * A case that ended in an error is never dropped: it scores 0 and has not passed, because a release that gives no
 * answer gives a bad one. Tokens and cost are means over the answered cases, and null as soon as one answered case
 * lacks the number. Throws `invalid-evals` when there is no case.
 */
export function summariseCases(cases: readonly EvalCaseInput[]): EvalSummary {
  if (cases.length === 0) throw new AppError("invalid-evals", "The run has no cases.");
  const answered = cases.filter((item) => !item.isError);
  return {
    caseCount: cases.length,
    errorCount: cases.length - answered.length,
    quality: meanOf(cases.map((item) => (item.isError ? 0 : item.score))),
    passRate: answered.filter((item) => item.passed).length / cases.length,
    tokensMean: meanOfAll(answered.map((item) => item.totalTokens)),
    latencyP95Ms: latencyP95Ms(answered),
    costUsdMean: meanOfAll(answered.map((item) => item.costUsd)),
    caseIdsDigest: digestOf(canonicalJson(cases.map((item) => item.caseId).sort())),
  };
}

/**
 * latencyP95Ms is the nearest-rank 95th percentile: the ceil(0.95 n)-th smallest value, no interpolation (Hyndman and
 * Fan 1996, definition 1), so that it is always a latency that somebody waited for. Cached answers are left out; null
 * when fewer than half of the answers remain, or when one of those has no latency.
 */
function latencyP95Ms(answered: readonly EvalCaseInput[]): number | null {
  const measured = answered.filter((item) => !item.isCached);
  const latencies = measured.map((item) => item.latencyMs).filter((latency) => latency !== null);
  if (latencies.length < measured.length || latencies.length * 2 < answered.length) return null;
  // In integers, because 0.95 * 20 in floating point may round up to the 20th.
  const rank = Math.ceil((95 * latencies.length) / 100);
  return latencies.sort((left, right) => left - right)[rank - 1] ?? null;
}

function meanOfAll(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 || known.length < values.length ? null : meanOf(known);
}

/**
 * Rounded to 12 significant digits, so that 20 scores that add up to 16.8 on paper have the mean 0.84 and not
 * 0.8400000000000001, in whatever order they came.
 */
function meanOf(values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  return Number((sum / values.length).toPrecision(12));
}
