import { revokeSession } from "../../db/repositories/sessions.ts";
import { transact } from "../../db/transact.ts";
import type { AccountPrincipal } from "../../domain/access/principal.ts";
import type { ServiceContext } from "../context.ts";

/** signOut ends the caller's session: the next request with its cookie is anonymous. */
export async function signOut(ctx: ServiceContext, account: AccountPrincipal): Promise<void> {
  await transact({ ...ctx, principal: account }, async (tx, audit) => {
    await revokeSession(tx, account.sessionId, ctx.now());
    audit({
      chain: "installation",
      action: "session.ended",
      resourceKind: "account",
      resourceId: account.id,
      after: { session: account.sessionId.slice(0, 12) },
    });
  });
}
