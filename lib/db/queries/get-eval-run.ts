import type { ResponseOf } from "../../contracts/endpoint.ts";
import { type evalEndpoints, evalRunDetail } from "../../contracts/evals.ts";
import { AppError } from "../../domain/errors.ts";
import type { Reader } from "../client.ts";
import type { EvalRunModel } from "../generated/models.ts";
import { toEvalRunRow } from "./eval-run-row.ts";
import { readEvidenceKey } from "./load-gate-evidence.ts";
import type { Project } from "./projects.ts";

type Response = ResponseOf<typeof evalEndpoints.getEvalRun>;

/** getEvalRun reads one run: its numbers, what it was measured with, and the tags of its cases. Throws not-found. */
export async function getEvalRun(
  db: Reader,
  project: Project,
  { number }: { number: number },
): Promise<Response> {
  const run = await findRun(db, project, number);
  const tags = await db.$queryRaw<{ tag: string }[]>`
    SELECT DISTINCT unnest(tags) AS tag FROM eval_case WHERE "runId" = ${run.id} ORDER BY 1 LIMIT 500`;
  return {
    ...toEvalRunRow(run),
    conditions: evalRunDetail.shape.conditions.parse(run.conditions),
    evidenceParts: (await readEvidenceKey(db, run))?.parts ?? null,
    tags: tags.map((row) => row.tag),
  };
}

/** findRun reads a run's own row by its number in the project. Throws not-found. */
export async function findRun(db: Reader, project: Project, number: number): Promise<EvalRunModel> {
  const run = await db.evalRun.findUnique({
    where: { projectId_number: { projectId: project.id, number } },
  });
  if (run === null) throw new AppError("not-found", "There is nothing here that you can see.");
  return run;
}
