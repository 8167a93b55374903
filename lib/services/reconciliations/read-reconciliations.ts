import type { ParamsOf, QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { reconciliationEndpoints } from "../../contracts/reconciliations.ts";
import * as reconciliations from "../../db/queries/list-reconciliations.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type List = typeof reconciliationEndpoints.listReconciliations;

/** listReconciliations lists reconciliations for a member of the project. */
export async function listReconciliations(
  ctx: ServiceContext,
  input: { params: ParamsOf<List>; query: QueryOf<List> },
): Promise<ResponseOf<List>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return reconciliations.listReconciliations(ctx.db, project, input.query);
}
