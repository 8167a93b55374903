import { sessionEndpoints } from "@/lib/contracts/session.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { peerAddress } from "@/lib/server/peer-address.ts";
import { requireAccount } from "@/lib/server/require-account.ts";
import { sessionAnswer } from "@/lib/server/session-answer.ts";
import { stepUp } from "@/lib/services/access/step-up.ts";

export const POST = endpoint(sessionEndpoints.stepUp, async ({ body, request }, ctx) => {
  const input = { ...body, address: peerAddress(request) };
  const { provedAt, secret } = await stepUp(ctx, requireAccount(ctx), input);
  return sessionAnswer({ provedAt: provedAt.toISOString() }, secret);
});
