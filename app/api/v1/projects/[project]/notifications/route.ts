import { notificationEndpoints } from "@/lib/contracts/notifications.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { listNotifications } from "@/lib/services/notifications/read-notifications.ts";

export const GET = endpoint(notificationEndpoints.listNotifications, (input, ctx) =>
  listNotifications(ctx, input),
);
