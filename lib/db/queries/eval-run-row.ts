import { z } from "zod";
import type { EvalRunRow } from "../../contracts/evals.ts";
import type { EvalRunModel } from "../generated/models.ts";
import { parseEvalSummary } from "./parse-eval-summary.ts";

/** toEvalRunRow is a stored run as the API shows it. */
export function toEvalRunRow(row: EvalRunModel): EvalRunRow {
  const { number, releaseId, format, rawDigest, sentByName, selfReported, tool, underReleaseId } = row;
  return {
    ...{ number, releaseId, format, rawDigest, sentByName, selfReported, tool, underReleaseId },
    origin: row.origin === "runner" ? "runner" : "upload",
    unpinnedReasons: z.array(z.string()).parse(row.unpinnedReasons),
    summary: parseEvalSummary(row.summary),
    createdAt: row.createdAt.toISOString(),
  };
}
