import { accountEndpoints } from "@/lib/contracts/account.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { requireAccount } from "@/lib/server/require-account.ts";
import { signOutEverywhere } from "@/lib/services/access/own-sessions.ts";

export const POST = endpoint(accountEndpoints.signOutEverywhere, async ({ body }, ctx) => ({
  ended: await signOutEverywhere(ctx, requireAccount(ctx), body.scope),
}));
