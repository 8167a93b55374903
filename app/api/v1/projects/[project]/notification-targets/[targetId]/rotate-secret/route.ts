import { notificationEndpoints } from "@/lib/contracts/notifications.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { rotateTargetSecret } from "@/lib/services/notifications/change-target.ts";

export const POST = endpoint(notificationEndpoints.rotateNotificationSecret, (input, ctx) =>
  rotateTargetSecret(ctx, input),
);
