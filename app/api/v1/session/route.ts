import { sessionEndpoints } from "@/lib/contracts/session.ts";
import { endpoint } from "@/lib/server/endpoint.ts";
import { requireAccount } from "@/lib/server/require-account.ts";
import { signOutAnswer } from "@/lib/server/sign-out-answer.ts";
import { describeSession } from "@/lib/services/access/describe-session.ts";
import { signOut } from "@/lib/services/access/sign-out.ts";

export const GET = endpoint(sessionEndpoints.getSession, (_input, ctx) =>
  describeSession(ctx, requireAccount(ctx)),
);
export const DELETE = endpoint(sessionEndpoints.deleteSession, async (_input, ctx) => {
  await signOut(ctx, requireAccount(ctx));
  return signOutAnswer();
});
