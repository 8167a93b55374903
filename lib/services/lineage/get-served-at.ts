import type { ParamsOf, QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { trafficEndpoints } from "../../contracts/traffic.ts";
import * as served from "../../db/queries/get-served-at.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Get = typeof trafficEndpoints.getServedAt;

/** getServedAt tells a member of the project what users got at a moment. */
export async function getServedAt(
  ctx: ServiceContext,
  input: { params: ParamsOf<Get>; query: QueryOf<Get> },
): Promise<ResponseOf<Get>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  const { environment } = input.params;
  return served.getServedAt(ctx, project, { environment, ...input.query });
}
