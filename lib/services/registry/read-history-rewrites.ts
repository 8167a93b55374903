import type { ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { historyEndpoints } from "../../contracts/history.ts";
import * as rewrites from "../../db/queries/list-history-rewrites.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type List = typeof historyEndpoints.listHistoryRewrites;

/** listHistoryRewrites lists a project's rewritten histories for a member of it. */
export async function listHistoryRewrites(
  ctx: ServiceContext,
  input: { params: ParamsOf<List> },
): Promise<ResponseOf<List>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return rewrites.listHistoryRewrites(ctx.db, project.id);
}
