import type { ParamsOf, QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { reconciliationEndpoints } from "../../contracts/environments.ts";
import { reconciliationRow } from "../../db/queries/get-environment.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type List = typeof reconciliationEndpoints.listReconciliations;

/** listReconciliations lists where git and runtime disagree or did, open ones first, then newest. */
export async function listReconciliations(
  ctx: ServiceContext,
  input: { params: ParamsOf<List>; query: QueryOf<List> },
): Promise<ResponseOf<List>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  const { state } = input.query;
  const rows = await ctx.db.reconciliation.findMany({
    where: { projectId: project.id, ...(state === "all" ? {} : { state }) },
    orderBy: [{ state: "desc" }, { number: "desc" }],
    take: 200,
  });
  return { items: rows.map(reconciliationRow) };
}
