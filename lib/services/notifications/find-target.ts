import type { NotificationTargetModel } from "../../db/generated/models.ts";
import { AppError } from "../../domain/errors.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

/** findTarget reads one of a project's targets for somebody who may change it. */
export async function findTarget(
  ctx: ServiceContext,
  params: { project: string; targetId: string },
): Promise<NotificationTargetModel> {
  const project = await resolveProject(ctx, params.project);
  authorize(ctx, "notification:manage", { projectId: project.id });
  const target = await ctx.db.notificationTarget.findFirst({
    where: { id: params.targetId, projectId: project.id },
  });
  if (target === null) throw new AppError("not-found", "There is no such target in this project.");
  return target;
}
