import { notificationEndpoints } from "@/lib/contracts/notifications.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { retryDelivery } from "@/lib/services/notifications/retry-delivery.ts";

export const POST = endpoint(notificationEndpoints.retryNotificationDelivery, (input, ctx) =>
  retryDelivery(ctx, input),
);
