import { accountEndpoints } from "@/lib/contracts/account.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { requireAccount } from "@/lib/server/require-account.ts";
import { sessionAnswer } from "@/lib/server/session-answer.ts";
import { unlinkIdentity } from "@/lib/services/access/own-account.ts";

export const DELETE = endpoint(accountEndpoints.unlinkIdentity, async ({ params }, ctx) => {
  const { secret } = await unlinkIdentity(ctx, requireAccount(ctx), params.provider);
  return sessionAnswer({ unlinked: true }, secret);
});
