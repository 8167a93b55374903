import { notificationEndpoints } from "@/lib/contracts/notifications.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { testTarget } from "@/lib/services/notifications/test-target.ts";

export const POST = endpoint(notificationEndpoints.testNotificationTarget, (input, ctx) =>
  testTarget(ctx, input),
);
