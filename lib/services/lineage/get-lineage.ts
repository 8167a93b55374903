import type { ParamsOf, QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { requestEndpoints } from "../../contracts/requests.ts";
import * as lineage from "../../db/queries/get-lineage.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Get = typeof requestEndpoints.getLineage;

/** getLineage leads a member of the project from a request id to every input that shaped the answer. */
export async function getLineage(
  ctx: ServiceContext,
  input: { params: ParamsOf<Get>; query: QueryOf<Get> },
): Promise<ResponseOf<Get>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return lineage.getLineage({ db: ctx.db, traces: ctx.traces }, project, {
    anyId: input.params.requestId,
    against: input.query.against,
  });
}
