import type { QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import {
  DELIVERY_STATES,
  type DeliveryRow,
  type notificationEndpoints,
  TARGET_KINDS,
  type TargetRow,
} from "../../contracts/notifications.ts";
import type { Reader } from "../client.ts";
import { decodeCursor, encodeCursor } from "../cursor.ts";
import type { NotificationDeliveryModel, NotificationTargetModel } from "../generated/models.ts";

type List = typeof notificationEndpoints.listNotifications;

/** toTargetRow leaves the secrets out. */
export function toTargetRow(row: NotificationTargetModel): TargetRow {
  const { id, address, events, createdByName, version } = row;
  return {
    ...{ id, address, events, createdByName, version },
    kind: TARGET_KINDS.find((one) => one === row.kind) ?? "webhook",
    isEnabled: row.disabledAt === null,
    hasOldSecret: row.secretsSealed.length > 1,
    createdAt: row.createdAt.toISOString(),
  };
}

type Told = NotificationDeliveryModel & { notification: { type: string; sentence: string } };

/** toDeliveryRow is one line of the delivery log. */
export function toDeliveryRow(row: Told): DeliveryRow {
  const { id, address, attempts, lastStatus, lastError } = row;
  const { type, sentence } = row.notification;
  return {
    ...{ id, type, sentence, address, attempts, lastStatus, lastError },
    kind: TARGET_KINDS.find((one) => one === row.kind) ?? "webhook",
    state: DELIVERY_STATES.find((one) => one === row.state) ?? "failed",
    nextTryAt: row.nextTryAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
  };
}

/** listDeliveries reads the delivery log, newest first: ids begin with the time at which they were made. */
export async function listDeliveries(
  db: Reader,
  projectId: string,
  query: QueryOf<List>,
): Promise<ResponseOf<List>> {
  const after = decodeCursor(projectId, query.cursor);
  const rows = await db.notificationDelivery.findMany({
    where: { projectId, ...(after === null ? {} : { id: { lt: after } }) },
    include: { notification: { select: { type: true, sentence: true } } },
    orderBy: { id: "desc" },
    take: query.limit + 1,
  });
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  const hasMore = rows.length > query.limit && last !== undefined;
  return { items: items.map(toDeliveryRow), nextCursor: hasMore ? encodeCursor(projectId, last.id) : null };
}
