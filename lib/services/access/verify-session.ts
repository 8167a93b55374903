import type { Database } from "../../db/client.ts";
import { findLiveSession, grantsOf, touchSession } from "../../db/repositories/sessions.ts";
import type { AccountPrincipal } from "../../domain/access/principal.ts";
import { proofOf } from "../../domain/access/proof.ts";
import { hashSecret } from "./secrets.ts";

/**
 * verifySession says who holds a session's secret; null when it is unknown, revoked, idle or too old.
 * Roles are read with each request, so that a removed one has no effect any more from the next request on.
 */
export async function verifySession(
  db: Database,
  secret: string,
  now: Date,
): Promise<AccountPrincipal | null> {
  const session = await findLiveSession(db, hashSecret(secret), now);
  if (session === null) return null;
  await touchSession(db, session, now);
  const { account, provedAt, providerAwayAt } = session;
  const hasPassword = account.passwordHash !== null;
  return {
    kind: "account",
    id: account.id,
    name: account.name,
    email: account.email,
    sessionId: session.id,
    provedAt,
    proof: proofOf({ provedAt, providerAwayAt, hasPassword }, now),
    isRenewalDue: session.renewDueAt !== null,
    grants: grantsOf(account.memberships),
  };
}

/** newcomer is an account that acts before it has a session: signing in, setting up, accepting an invite. */
export function newcomer(account: { id: string; name: string; email: string }, now: Date): AccountPrincipal {
  const { id, name, email } = account;
  return {
    kind: "account",
    id,
    name,
    email,
    sessionId: "",
    provedAt: now,
    proof: "fresh",
    grants: new Map(),
  };
}
