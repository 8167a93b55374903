import type { ParamsOf, QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { evalEndpoints } from "../../contracts/evals.ts";
import { listEvalRuns as query } from "../../db/queries/list-eval-runs.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Declaration = typeof evalEndpoints.listEvalRuns;
type Input = { params: ParamsOf<Declaration>; query: QueryOf<Declaration> };

/** listEvalRuns shows a member the eval runs of a project or of one release. */
export async function listEvalRuns(ctx: ServiceContext, input: Input): Promise<ResponseOf<Declaration>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return query(ctx.db, project, input.query);
}
