import { notificationEndpoints } from "@/lib/contracts/notifications.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { changeTarget } from "@/lib/services/notifications/change-target.ts";

export const PATCH = endpoint(notificationEndpoints.changeNotificationTarget, (input, ctx) =>
  changeTarget(ctx, input),
);
