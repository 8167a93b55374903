import { accountEndpoints } from "@/lib/contracts/account.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { requireAccount } from "@/lib/server/require-account.ts";
import { listOwnSessions } from "@/lib/services/access/own-sessions.ts";

export const GET = endpoint(accountEndpoints.listSessions, async (_input, ctx) => ({
  items: await listOwnSessions(ctx, requireAccount(ctx)),
}));
