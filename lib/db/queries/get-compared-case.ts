import type { comparisonEndpoints } from "../../contracts/comparisons.ts";
import type { QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import { AppError } from "../../domain/errors.ts";
import type { Reader } from "../client.ts";
import { findRun } from "./load-compared-runs.ts";
import type { Project } from "./projects.ts";

type Declaration = typeof comparisonEndpoints.getComparedCase;
type Response = ResponseOf<Declaration>;

/** getComparedCase reads one case with its texts from both runs. Throws not-found where neither measured it. */
export async function getComparedCase(
  db: Reader,
  project: Project,
  query: QueryOf<Declaration>,
): Promise<Response> {
  const { caseId } = query;
  const control = await loadSide(db, (await findRun(db, project.id, query.control)).id, caseId);
  const candidate = await loadSide(db, (await findRun(db, project.id, query.candidate)).id, caseId);
  const first = candidate[0] ?? control[0];
  if (first === undefined) throw new AppError("not-found", "Neither run measured this case.");
  return { caseId, input: first.input, control: control.map(toRow), candidate: candidate.map(toRow) };
}

async function loadSide(db: Reader, runId: string, caseId: string) {
  return db.evalCase.findMany({
    where: { runId, caseId },
    orderBy: { position: "asc" },
    select: {
      repeat: true,
      passed: true,
      isError: true,
      score: true,
      output: true,
      reason: true,
      input: true,
    },
  });
}

function toRow({
  input: _,
  ...row
}: Awaited<ReturnType<typeof loadSide>>[number]): Response["control"][number] {
  return row;
}
