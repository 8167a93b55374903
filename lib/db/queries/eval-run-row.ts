import type { EvalRunRow } from "../../contracts/evals.ts";
import type { EvalRunModel } from "../generated/models.ts";
import { parseEvalSummary } from "./parse-eval-summary.ts";

/** toEvalRunRow is a stored run as the API shows it. */
export function toEvalRunRow(row: EvalRunModel): EvalRunRow {
  const { number, releaseId, format, rawDigest, sentByName, selfReported } = row;
  return {
    ...{ number, releaseId, format, rawDigest, sentByName, selfReported },
    summary: parseEvalSummary(row.summary),
    createdAt: row.createdAt.toISOString(),
  };
}
