import type { ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { quarantineEndpoints } from "../../contracts/environments.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type List = typeof quarantineEndpoints.listQuarantine;

/** listQuarantine lists quarantined releases, and those whose quarantine was lifted, newest first. */
export async function listQuarantine(
  ctx: ServiceContext,
  input: { params: ParamsOf<List> },
): Promise<ResponseOf<List>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  const rows = await ctx.db.quarantine.findMany({
    where: { projectId: project.id },
    orderBy: { since: "desc" },
    take: 200,
  });
  return {
    items: rows.map((row) => ({
      releaseId: row.releaseId,
      environment: row.environment,
      reason: row.reason,
      since: row.since.toISOString(),
      liftedAt: row.liftedAt?.toISOString() ?? null,
      liftedByName: row.liftedByName,
      liftReason: row.liftReason,
    })),
  };
}
