import type { ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { releaseGateEndpoints } from "../../contracts/release-gates.ts";
import { getReleaseGates as query } from "../../db/queries/get-release-gates.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Declaration = typeof releaseGateEndpoints.getReleaseGates;
type Input = { params: ParamsOf<Declaration> };

/** getReleaseGates shows a member what both gates say of a release now. */
export async function getReleaseGates(ctx: ServiceContext, input: Input): Promise<ResponseOf<Declaration>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return query(ctx.db, project, { releaseId: input.params.releaseId, now: ctx.now() });
}
