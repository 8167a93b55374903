import type { ParamsOf, QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { evalEndpoints } from "../../contracts/evals.ts";
import { AppError } from "../../domain/errors.ts";
import type { EvalConditions } from "../../domain/gates/unpinned.ts";
import { parseColumns } from "../../evals/column-map.ts";
import type { ImportedRun } from "../../evals/imported-run.ts";
import { importEvalRun } from "../../evals/index.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { readConditions } from "./read-conditions.ts";
import { storeEvalRun } from "./store-eval-run.ts";

type Declaration = typeof evalEndpoints.uploadEvalRun;
type Query = QueryOf<Declaration>;
type Input = { params: ParamsOf<Declaration>; query: Query; body: Uint8Array };

/**
 * uploadEvalRun imports a result file as evidence about one release; without a release it is unpinned and satisfies
 * no gate. The same file, read in the same way for the same release, is one run. Promotions that the evidence is
 * about are judged again.
 */
export async function uploadEvalRun(ctx: ServiceContext, input: Input): Promise<ResponseOf<Declaration>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "eval:upload", { projectId: project.id });
  const { query, body } = input;
  const releaseId = query.release ?? null;
  if (releaseId !== null) await refuseUnknownRelease(ctx, project.id, releaseId);
  if (query.under !== undefined) {
    if (releaseId === null) throw new AppError("bad-request", "under needs release: name both.");
    await refuseUnknownRelease(ctx, project.id, query.under);
  }
  const columns = query.columns === undefined ? undefined : parseColumns(query.columns);
  const run = importEvalRun(body, query.format, {
    columns,
    prompt: query.prompt,
    provider: query.provider,
  });
  return storeEvalRun(ctx, project, {
    ...{ releaseId, format: run.format, cases: run.cases, raw: body, origin: "upload" },
    underReleaseId: query.under === releaseId ? null : (query.under ?? null),
    tool: toolOf(run, query),
    conditions: conditionsOf(run, query),
  });
}

async function refuseUnknownRelease(ctx: ServiceContext, projectId: string, id: string): Promise<void> {
  const found = await ctx.db.release.findUnique({
    where: { projectId_id: { projectId, id } },
    select: { id: true },
  });
  if (found === null) throw new AppError("not-found", `There is no release ${id} in this project.`);
}

/** What was picked of a file with several prompts or providers is a part of what was measured. */
function toolOf(run: ImportedRun, query: Query): string {
  const picked = [
    ...(query.prompt === undefined ? [] : [`prompt ${query.prompt}`]),
    ...(query.provider === undefined ? [] : [`provider ${query.provider}`]),
  ];
  return [run.tool, ...picked].join(", ");
}

function conditionsOf(run: ImportedRun, query: Query): EvalConditions {
  return readConditions(run.conditions, query.conditions);
}
