import type { NotificationDeliveryModel, NotificationTargetModel } from "../../db/generated/models.ts";
import { transact } from "../../db/transact.ts";
import { assertNever } from "../../domain/assert-never.ts";
import type { NewsEvent } from "../../domain/notifications/news-event.ts";
import { MAX_TRIES, retryDelayMs } from "../../domain/notifications/retry-delay.ts";
import type { SendResult } from "../../notify/notify.ts";
import type { ServiceContext } from "../context.ts";
import type { NotifyDeps } from "./notify-deps.ts";

/** deliverOne tries one delivery once and writes down how it ended. */
export async function deliverOne(
  ctx: ServiceContext,
  row: NotificationDeliveryModel,
  event: NewsEvent,
  deps: NotifyDeps,
): Promise<void> {
  const target =
    row.targetId === null
      ? null
      : await ctx.db.notificationTarget.findUnique({ where: { id: row.targetId } });
  const result = await send(ctx, { row, target, event, deps });
  const attempts = row.attempts + 1;
  await ctx.db.notificationDelivery.updateMany({
    where: { id: row.id, state: "pending", attempts: row.attempts },
    data: { attempts, ...outcome(result, attempts, ctx.now(), deps.random()) },
  });
  if (result.kind === "gone" && target !== null) await disable(ctx, target);
}

type Try = {
  row: NotificationDeliveryModel;
  target: NotificationTargetModel | null;
  event: NewsEvent;
  deps: NotifyDeps;
};

async function send(ctx: ServiceContext, { row, target, event, deps }: Try): Promise<SendResult> {
  const refused = (error: string): SendResult => ({ kind: "refused", status: null, error });
  const { address } = row;
  if (row.targetId !== null && (target === null || target.disabledAt !== null))
    return refused("The target is switched off.");
  if (row.kind === "email") return deps.notify.sendMail({ address, event, now: ctx.now() });
  const secrets = openSecrets(ctx, target?.secretsSealed ?? []);
  if (secrets === null || secrets.length === 0)
    return refused("The target's secret cannot be read; make a new one.");
  return deps.notify.sendWebhook({ address, secrets, event, now: ctx.now() });
}

/** Secrets that were sealed under another server secret cannot be opened any more: null. */
function openSecrets(ctx: ServiceContext, sealed: readonly string[]): string[] | null {
  try {
    return sealed.map((one) => ctx.secretBox.open(one));
  } catch {
    return null;
  }
}

function outcome(result: SendResult, attempts: number, now: Date, random: number) {
  const { kind, status: lastStatus } = result;
  if (kind === "delivered")
    return { state: "delivered", lastStatus, lastError: null, nextTryAt: null, deliveredAt: now };
  const lastError = result.error;
  switch (kind) {
    case "refused":
    case "gone":
      return { state: "failed", lastStatus, lastError, nextTryAt: null };
    case "later": {
      if (attempts >= MAX_TRIES) return { state: "failed", lastStatus, lastError, nextTryAt: null };
      const waitMs = retryDelayMs({ attempts, retryAfterMs: result.retryAfterMs, random });
      return { lastStatus, lastError, nextTryAt: new Date(now.getTime() + waitMs) };
    }
    default:
      return assertNever(kind);
  }
}

async function disable(ctx: ServiceContext, target: NotificationTargetModel): Promise<void> {
  const { id, projectId } = target;
  await transact(ctx, async (tx, audit) => {
    await tx.notificationTarget.updateMany({
      where: { id, disabledAt: null },
      data: { disabledAt: ctx.now(), version: { increment: 1 } },
    });
    audit({
      ...{ chain: projectId, action: "notification_target.disabled", resourceKind: "notification_target" },
      ...{ resourceId: id, before: { enabled: true }, after: { enabled: false } },
      reason: "The receiver answered with 410: it wants no more news.",
    });
  });
}
