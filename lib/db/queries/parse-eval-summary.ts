import { evalSummary } from "../../contracts/evals.ts";
import type { EvalSummary } from "../../domain/gates/eval-summary.ts";

/** parseEvalSummary reads the summary column of an eval run. */
export function parseEvalSummary(value: unknown): EvalSummary {
  return evalSummary.parse(value);
}
