import type { ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { notificationEndpoints } from "../../contracts/notifications.ts";
import { createId } from "../../db/create-id.ts";
import { addJob } from "../../db/jobs.ts";
import { nextNumber } from "../../db/repositories/numbers.ts";
import { transact } from "../../db/transact.ts";
import { AppError } from "../../domain/errors.ts";
import type { ServiceContext } from "../context.ts";
import { findTarget } from "./find-target.ts";

type Test = typeof notificationEndpoints.testNotificationTarget;

/** testTarget sends one target a message of its own, the way all news goes; the delivery log says how it ended. */
export async function testTarget(
  ctx: ServiceContext,
  input: { params: ParamsOf<Test> },
): Promise<ResponseOf<Test>> {
  const target = await findTarget(ctx, input.params);
  if (target.disabledAt !== null)
    throw new AppError("wrong-state", "The target is switched off; switch it on.");
  const { projectId, id: targetId, kind, address } = target;
  const now = ctx.now();
  const deliveryId = createId("ntd", now);
  const { name } = ctx.principal;
  return transact(ctx, async (tx, audit) => {
    const number = await nextNumber(tx, "notification", projectId);
    await tx.notification.create({
      data: {
        ...{ projectId, number, type: "test", dedupeKey: `test:${deliveryId}`, createdAt: now },
        ...{ resourceKind: "notification_target", resourceId: targetId, actorName: name },
        sentence: `This is a test message; ${name} asked for it.`,
      },
    });
    await tx.notificationDelivery.create({
      data: {
        ...{ id: deliveryId, projectId, notificationNumber: number, targetId, kind, address },
        ...{ state: "pending", createdAt: now },
      },
    });
    await addJob(tx, "deliver-notification", { projectId, number });
    audit({
      ...{ chain: projectId, action: "notification_target.tested" },
      ...{ resourceKind: "notification_target", resourceId: targetId, after: { delivery: deliveryId } },
    });
    return { deliveryId };
  });
}
