import type { ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { evalEndpoints } from "../../contracts/evals.ts";
import { getEvalRun as query } from "../../db/queries/get-eval-run.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Declaration = typeof evalEndpoints.getEvalRun;
type Input = { params: ParamsOf<Declaration> };

/** getEvalRun shows a member one eval run with its cases. */
export async function getEvalRun(ctx: ServiceContext, input: Input): Promise<ResponseOf<Declaration>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return query(ctx.db, project, input.params);
}
