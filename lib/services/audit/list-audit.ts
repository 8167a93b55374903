import type { auditEndpoints } from "../../contracts/audit.ts";
import type { ParamsOf, QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import { listAudit as query } from "../../db/queries/list-audit.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Declaration = typeof auditEndpoints.listAudit;
type Input = { params: ParamsOf<Declaration>; query: QueryOf<Declaration> };

/** listAudit shows what was done in a project, and whether the chain of its events holds. */
export async function listAudit(ctx: ServiceContext, input: Input): Promise<ResponseOf<Declaration>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "audit:read", { projectId: project.id });
  return query(ctx.db, project, input.query, ctx.now());
}
