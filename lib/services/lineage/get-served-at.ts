import type { ParamsOf, QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { trafficEndpoints } from "../../contracts/traffic.ts";
import * as served from "../../db/queries/get-served-at.ts";
import { can } from "../../domain/access/can.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Get = typeof trafficEndpoints.getServedAt;

/** getServedAt tells a member of the project what users got at a moment; who decided so, those who may read the audit log. */
export async function getServedAt(
  ctx: ServiceContext,
  input: { params: ParamsOf<Get>; query: QueryOf<Get> },
): Promise<ResponseOf<Get>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  const { environment } = input.params;
  const mayReadAudit = can(ctx.principal, "audit:read", { projectId: project.id }) === null;
  return served.getServedAt(ctx, project, { environment, mayReadAudit, ...input.query });
}
