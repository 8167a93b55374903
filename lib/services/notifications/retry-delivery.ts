import type { ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { notificationEndpoints } from "../../contracts/notifications.ts";
import { addJob } from "../../db/jobs.ts";
import { toDeliveryRow } from "../../db/queries/list-notifications.ts";
import { expectOne, transact } from "../../db/transact.ts";
import { AppError } from "../../domain/errors.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Retry = typeof notificationEndpoints.retryNotificationDelivery;

/** retryDelivery tries a delivery again now, with all its tries before it. What was delivered is not sent again. */
export async function retryDelivery(
  ctx: ServiceContext,
  input: { params: ParamsOf<Retry> },
): Promise<ResponseOf<Retry>> {
  const project = await resolveProject(ctx, input.params.project);
  authorize(ctx, "notification:manage", { projectId: project.id });
  const row = await ctx.db.notificationDelivery.findFirst({
    where: { id: input.params.deliveryId, projectId: project.id },
    include: { notification: { select: { type: true, sentence: true } } },
  });
  if (row === null) throw new AppError("not-found", "There is no such delivery in this project.");
  if (row.state === "delivered") throw new AppError("no-op", "This was delivered.");
  return transact(ctx, async (tx, audit) => {
    const change = { state: "pending", attempts: 0, nextTryAt: null };
    const { count } = await tx.notificationDelivery.updateMany({
      where: { id: row.id, state: row.state, attempts: row.attempts },
      data: change,
    });
    expectOne(count, "delivery");
    await addJob(tx, "deliver-notification", { projectId: project.id, number: row.notificationNumber });
    audit({
      ...{ chain: project.id, action: "notification_delivery.retried" },
      ...{ resourceKind: "notification_delivery", resourceId: row.id },
      before: { state: row.state, attempts: row.attempts },
      after: { state: "pending", attempts: 0 },
    });
    return toDeliveryRow({ ...row, ...change });
  });
}
