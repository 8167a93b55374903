import type { Session } from "../../db/generated/client.ts";
import { listLiveSessions, revokeSession, revokeSessionsOf } from "../../db/repositories/sessions.ts";
import { expectOne, transact } from "../../db/transact.ts";
import type { AccountPrincipal } from "../../domain/access/principal.ts";
import { AppError } from "../../domain/errors.ts";
import type { ServiceContext } from "../context.ts";
import { sessionRef } from "./start-session.ts";

/** A session as its owner sees it; times are ISO 8601. */
export type OwnSession = {
  /** The start of its id: enough to name it, nothing to use. */
  id: string;
  isCurrent: boolean;
  provider: string;
  userAgent: string;
  address: string;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
};

/** listOwnSessions lists where somebody is signed in, the newest use first. */
export async function listOwnSessions(ctx: ServiceContext, account: AccountPrincipal): Promise<OwnSession[]> {
  const sessions = await listLiveSessions(ctx.db, account.id, ctx.now());
  return sessions.map((session) => toOwnSession(session, account));
}

/** endOwnSession ends one of the caller's sessions: its next request is anonymous. */
export async function endOwnSession(
  ctx: ServiceContext,
  account: AccountPrincipal,
  ref: string,
): Promise<void> {
  const now = ctx.now();
  const sessions = await listLiveSessions(ctx.db, account.id, now);
  const session = sessions.find(({ id }) => sessionRef(id) === ref);
  if (session === undefined)
    throw new AppError("not-found", "You have no such session; it has ended already.");
  await transact({ ...ctx, principal: account }, async (tx, audit) => {
    expectOne((await revokeSession(tx, session.id, now)) ? 1 : 0, "session");
    audit({
      chain: "installation",
      action: "session.ended",
      resourceKind: "account",
      resourceId: account.id,
      after: { session: ref },
    });
  });
}

/** signOutEverywhere ends the caller's sessions: all, or all but this one. Returns how many that were. */
export async function signOutEverywhere(
  ctx: ServiceContext,
  account: AccountPrincipal,
  scope: "others" | "all",
): Promise<number> {
  const now = ctx.now();
  const exceptId = scope === "others" ? account.sessionId : null;
  return transact({ ...ctx, principal: account }, async (tx, audit) => {
    const ended = await revokeSessionsOf(tx, { accountId: account.id, exceptId, now });
    audit({
      chain: "installation",
      action: "session.all_ended",
      resourceKind: "account",
      resourceId: account.id,
      after: { scope, sessions: ended.map(sessionRef) },
    });
    return ended.length;
  });
}

function toOwnSession(session: Session, account: AccountPrincipal): OwnSession {
  return {
    id: sessionRef(session.id),
    isCurrent: session.id === account.sessionId,
    provider: session.provider,
    userAgent: session.userAgent,
    address: session.address,
    createdAt: session.createdAt.toISOString(),
    lastSeenAt: session.lastSeenAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
  };
}
