import type { ResponseOf } from "../../contracts/endpoint.ts";
import type { EvalCaseRow, evalEndpoints } from "../../contracts/evals.ts";
import { AppError } from "../../domain/errors.ts";
import type { Reader } from "../client.ts";
import type { EvalCaseModel } from "../generated/models.ts";
import { toEvalRunRow } from "./eval-run-row.ts";
import type { Project } from "./projects.ts";

type Response = ResponseOf<typeof evalEndpoints.getEvalRun>;

/** The most cases that one answer shows; they are the worst ones. */
const MAX_SHOWN_CASES = 1_000;

/** getEvalRun reads one run with its cases: failed ones first, then by score, then in the file's order. Throws not-found. */
export async function getEvalRun(
  db: Reader,
  project: Project,
  { number }: { number: number },
): Promise<Response> {
  const run = await db.evalRun.findUnique({
    where: { projectId_number: { projectId: project.id, number } },
    include: {
      cases: { orderBy: [{ passed: "asc" }, { score: "asc" }, { position: "asc" }], take: MAX_SHOWN_CASES },
    },
  });
  if (run === null) throw new AppError("not-found", "There is nothing here that you can see.");
  return { ...toEvalRunRow(run), cases: run.cases.map(toCase) };
}

function toCase(row: EvalCaseModel): EvalCaseRow {
  const { caseId, passed, score, totalTokens, latencyMs, costUsd, isCached, output, reason } = row;
  return { caseId, passed, score, totalTokens, latencyMs, costUsd, isCached, output, reason };
}
