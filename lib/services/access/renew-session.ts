import { renewSessionId } from "../../db/repositories/sessions.ts";
import { transact } from "../../db/transact.ts";
import type { AccountPrincipal } from "../../domain/access/principal.ts";
import type { ServiceContext } from "../context.ts";
import { createSecret, hashSecret } from "./secrets.ts";
import { sessionRef } from "./start-session.ts";

/** Requests that are under way with the old id still arrive. */
const GRACE_MS = 30_000;

/** Nothing to do: another request was first. It rolls the transaction back. */
class RenewedAlready extends Error {}

/**
 * renewSession gives a session a new id after its account gained a role; the old id ends half a minute later.
 * Returns the new secret, or null where another request of the same session was first.
 */
export async function renewSession(ctx: ServiceContext, account: AccountPrincipal): Promise<string | null> {
  const now = ctx.now();
  const secret = createSecret();
  const newId = hashSecret(secret);
  const input = { oldId: account.sessionId, newId, now, graceMs: GRACE_MS };
  try {
    return await transact({ ...ctx, principal: account, idempotency: undefined }, async (tx, audit) => {
      if (!(await renewSessionId(tx, input))) throw new RenewedAlready();
      audit({
        chain: "installation",
        action: "session.renewed",
        resourceKind: "account",
        resourceId: account.id,
        before: { session: sessionRef(account.sessionId) },
        after: { session: sessionRef(newId), reason: "roles were added" },
      });
      return secret;
    });
  } catch (error) {
    if (error instanceof RenewedAlready) return null;
    throw error;
  }
}
