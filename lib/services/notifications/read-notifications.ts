import type { ParamsOf, QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { notificationEndpoints } from "../../contracts/notifications.ts";
import { listDeliveries, toTargetRow } from "../../db/queries/list-notifications.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Targets = typeof notificationEndpoints.listNotificationTargets;
type Log = typeof notificationEndpoints.listNotifications;

/** listTargets lists where a project's news goes; secrets are not among it. */
export async function listTargets(
  ctx: ServiceContext,
  input: { params: ParamsOf<Targets> },
): Promise<ResponseOf<Targets>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "notification:read", { projectId: project.id });
  const rows = await ctx.db.notificationTarget.findMany({
    where: { projectId: project.id },
    orderBy: { id: "asc" },
  });
  return { items: rows.map(toTargetRow) };
}

/** listNotifications reads the delivery log, newest first. */
export async function listNotifications(
  ctx: ServiceContext,
  input: { params: ParamsOf<Log>; query: QueryOf<Log> },
): Promise<ResponseOf<Log>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "notification:read", { projectId: project.id });
  return listDeliveries(ctx.db, project.id, input.query);
}
