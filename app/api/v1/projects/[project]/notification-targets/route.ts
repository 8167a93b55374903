import { notificationEndpoints } from "@/lib/contracts/notifications.ts";
import { getRuntime } from "@/lib/server/context.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { createTarget } from "@/lib/services/notifications/create-target.ts";
import { listTargets } from "@/lib/services/notifications/read-notifications.ts";

export const GET = endpoint(notificationEndpoints.listNotificationTargets, (input, ctx) =>
  listTargets(ctx, input),
);
export const POST = endpoint(notificationEndpoints.createNotificationTarget, (input, ctx) =>
  createTarget(ctx, input, getRuntime().env.egressAllow),
);
