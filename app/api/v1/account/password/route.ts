import { accountEndpoints } from "@/lib/contracts/account.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { peerAddress } from "@/lib/server/peer-address.ts";
import { requireAccount } from "@/lib/server/require-account.ts";
import { sessionAnswer } from "@/lib/server/session-answer.ts";
import { changePassword } from "@/lib/services/access/change-password.ts";

export const POST = endpoint(accountEndpoints.changePassword, async ({ body, request }, ctx) => {
  const { currentPassword = null, newPassword } = body;
  const change = { currentPassword, newPassword, address: peerAddress(request) };
  const { secret } = await changePassword(ctx, requireAccount(ctx), change);
  return sessionAnswer({ changed: true }, secret);
});
