import { accountEndpoints } from "@/lib/contracts/account.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { requireAccount } from "@/lib/server/require-account.ts";
import { endOwnSession } from "@/lib/services/access/own-sessions.ts";

export const DELETE = endpoint(accountEndpoints.endSession, async ({ params }, ctx) => {
  await endOwnSession(ctx, requireAccount(ctx), params.sessionId);
  return { ended: true as const };
});
