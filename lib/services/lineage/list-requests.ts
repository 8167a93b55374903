import type { ParamsOf, QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { requestListEndpoints } from "../../contracts/request-list.ts";
import * as requests from "../../db/queries/list-requests.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type List = typeof requestListEndpoints.listRequests;

/** listRequests shows a member of the project what was reported lately. */
export async function listRequests(
  ctx: ServiceContext,
  input: { params: ParamsOf<List>; query: QueryOf<List> },
): Promise<ResponseOf<List>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return requests.listRequests(ctx.traces, project, input.query, ctx.now());
}
