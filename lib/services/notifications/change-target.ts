import type { BodyOf, ParamsOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { notificationEndpoints } from "../../contracts/notifications.ts";
import { toTargetRow } from "../../db/queries/list-notifications.ts";
import { expectOne, transact } from "../../db/transact.ts";
import { AppError } from "../../domain/errors.ts";
import type { ServiceContext } from "../context.ts";
import { createWebhookSecret } from "./create-target.ts";
import { findTarget } from "./find-target.ts";

type Change = typeof notificationEndpoints.changeNotificationTarget;
type Rotate = typeof notificationEndpoints.rotateNotificationSecret;

/** changeTarget changes which news a target gets, and switches it off and on. */
export async function changeTarget(
  ctx: ServiceContext,
  input: { params: ParamsOf<Change>; body: BodyOf<Change> },
): Promise<ResponseOf<Change>> {
  const target = await findTarget(ctx, input.params);
  const { isEnabled, expectedVersion } = input.body;
  const events = [...new Set(input.body.events)];
  const disabledAt = isEnabled ? null : (target.disabledAt ?? ctx.now());
  return transact(ctx, async (tx, audit) => {
    const { count } = await tx.notificationTarget.updateMany({
      where: { id: target.id, version: expectedVersion },
      data: { events, disabledAt, version: { increment: 1 } },
    });
    expectOne(count, "target");
    audit({
      ...{ chain: target.projectId, action: "notification_target.changed" },
      ...{ resourceKind: "notification_target", resourceId: target.id },
      before: { events: target.events, enabled: target.disabledAt === null },
      after: { events, enabled: isEnabled },
    });
    return toTargetRow({ ...target, events, disabledAt, version: expectedVersion + 1 });
  });
}

/** rotateTargetSecret makes a new secret, shown once. The old one signs too until it is ended by another rotation. */
export async function rotateTargetSecret(
  ctx: ServiceContext,
  input: { params: ParamsOf<Rotate>; body: BodyOf<Rotate> },
): Promise<ResponseOf<Rotate>> {
  const target = await findTarget(ctx, input.params);
  if (target.kind !== "webhook") throw new AppError("wrong-state", "Only webhooks have a secret.");
  const { endOldSecret, expectedVersion } = input.body;
  const secret = createWebhookSecret();
  const kept = endOldSecret ? [] : target.secretsSealed.slice(0, 1);
  const secretsSealed = [ctx.secretBox.seal(secret), ...kept];
  return transact(ctx, async (tx, audit) => {
    const { count } = await tx.notificationTarget.updateMany({
      where: { id: target.id, version: expectedVersion },
      data: { secretsSealed, version: { increment: 1 } },
    });
    expectOne(count, "target");
    audit({
      ...{ chain: target.projectId, action: "notification_target.secret_rotated" },
      ...{ resourceKind: "notification_target", resourceId: target.id },
      after: { oldSecretSigns: kept.length > 0 },
    });
    return { target: toTargetRow({ ...target, secretsSealed, version: expectedVersion + 1 }), secret };
  });
}
