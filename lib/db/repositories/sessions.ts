import { isRole } from "../../domain/access/is-role.ts";
import type { RoleGrant } from "../../domain/access/roles.ts";
import type { Database, Reader, Transaction } from "../client.ts";
import type { Prisma, Session } from "../generated/client.ts";

const SESSION_WITH_ACCOUNT = { account: { include: { memberships: true } } } satisfies Prisma.SessionInclude;
export type SessionWithAccount = Prisma.SessionGetPayload<{ include: typeof SESSION_WITH_ACCOUNT }>;

export type SessionLimits = { idleMs: number; absoluteMs: number };
export const SESSION_LIMITS: SessionLimits = { idleMs: 8 * 3_600_000, absoluteMs: 24 * 3_600_000 };
/** How stale `lastSeenAt` may be: one write a minute per browser is enough to know an idle one. */
const TOUCH_AFTER_MS = 60_000;

/** Where a session comes from: what its list shows. */
export type SessionOrigin = {
  /** `password`, or the identity provider's id. */
  provider: string;
  userAgent: string;
  address: string;
};

const MAX_USER_AGENT_LENGTH = 300;

export type NewSession = {
  id: string;
  accountId: string;
  now: Date;
  /** Now, unless an identity provider says that the person signed in there before. */
  provedAt?: Date;
  origin?: SessionOrigin;
};

/** insertSession writes a session under its id (the hash of the cookie's value). */
export async function insertSession(tx: Transaction, session: NewSession): Promise<void> {
  const { id, accountId, now, provedAt = now, origin } = session;
  const expiresAt = new Date(now.getTime() + SESSION_LIMITS.absoluteMs);
  const shown = origin && { ...origin, userAgent: origin.userAgent.slice(0, MAX_USER_AGENT_LENGTH) };
  await tx.session.create({
    data: { id, accountId, createdAt: now, lastSeenAt: now, provedAt, expiresAt, ...shown },
  });
}

/**
 * renewSessionId gives a live session a new id; the old one ends now, or after `graceMs` so that requests under way
 * still arrive. When it began, ends and was proved stays. Returns whether the old one was live (and, with a grace,
 * still due): of several at once only one wins.
 */
export async function renewSessionId(
  tx: Transaction,
  input: { oldId: string; newId: string; now: Date; graceMs?: number },
): Promise<boolean> {
  const { oldId, newId, now, graceMs } = input;
  const isDue = graceMs === undefined ? {} : { renewDueAt: { not: null } };
  const old = await tx.session.findFirst({ where: { id: oldId, revokedAt: null, ...isDue } });
  if (old === null) return false;
  const end =
    graceMs === undefined
      ? { revokedAt: now, renewDueAt: null }
      : { expiresAt: earlier(old.expiresAt, new Date(now.getTime() + graceMs)), renewDueAt: null };
  const { count } = await tx.session.updateMany({
    where: { id: oldId, revokedAt: null, ...isDue },
    data: end,
  });
  if (count !== 1) return false;
  await tx.session.create({ data: { ...old, id: newId, lastSeenAt: now, renewDueAt: null } });
  return true;
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}

/** markRenewalDue has an account's sessions renewed with their next answer. */
export async function markRenewalDue(tx: Transaction, accountId: string, now: Date): Promise<void> {
  await tx.session.updateMany({
    where: { accountId, revokedAt: null, expiresAt: { gt: now } },
    data: { renewDueAt: now },
  });
}

/** listLiveSessions lists where an account is signed in, the newest use first. */
export function listLiveSessions(db: Reader, accountId: string, now: Date): Promise<Session[]> {
  return db.session.findMany({
    where: {
      accountId,
      revokedAt: null,
      expiresAt: { gt: now },
      lastSeenAt: { gt: new Date(now.getTime() - SESSION_LIMITS.idleMs) },
    },
    orderBy: [{ lastSeenAt: "desc" }, { createdAt: "desc" }],
  });
}

/** revokeSessionsOf ends an account's sessions, but for one where it is named; returns their ids. */
export async function revokeSessionsOf(
  tx: Transaction,
  input: { accountId: string; exceptId: string | null; now: Date },
): Promise<string[]> {
  const { accountId, exceptId, now } = input;
  const rows = await tx.session.updateManyAndReturn({
    where: {
      accountId,
      revokedAt: null,
      expiresAt: { gt: now },
      ...(exceptId === null ? {} : { id: { not: exceptId } }),
    },
    data: { revokedAt: now },
    select: { id: true },
  });
  return rows.map(({ id }) => id).sort();
}

/** markProviderAway notes that the server found the identity provider away; 0 where the session was revoked. */
export async function markProviderAway(tx: Transaction, id: string, now: Date): Promise<number> {
  const { count } = await tx.session.updateMany({
    where: { id, revokedAt: null },
    data: { providerAwayAt: now },
  });
  return count;
}

/** findLiveSession finds a session that is not revoked, not idle for 8 h, not older than 24 h, of a live account. */
export async function findLiveSession(db: Reader, id: string, now: Date): Promise<SessionWithAccount | null> {
  return db.session.findFirst({
    where: {
      id,
      revokedAt: null,
      expiresAt: { gt: now },
      lastSeenAt: { gt: new Date(now.getTime() - SESSION_LIMITS.idleMs) },
      account: { disabledAt: null },
    },
    include: SESSION_WITH_ACCOUNT,
  });
}

/** touchSession notes that a session is in use. */
export async function touchSession(
  db: Database,
  session: { id: string; lastSeenAt: Date },
  now: Date,
): Promise<void> {
  if (now.getTime() - session.lastSeenAt.getTime() < TOUCH_AFTER_MS) return;
  await db.session.updateMany({ where: { id: session.id, revokedAt: null }, data: { lastSeenAt: now } });
}

/** revokeSession ends one session; returns whether it was live. */
export async function revokeSession(tx: Transaction, id: string, now: Date): Promise<boolean> {
  const { count } = await tx.session.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: now } });
  return count === 1;
}

/** markProved notes that the person behind a session has just proved who they are; 0 where it was revoked. */
export async function markProved(tx: Transaction, id: string, now: Date): Promise<number> {
  const { count } = await tx.session.updateMany({ where: { id, revokedAt: null }, data: { provedAt: now } });
  return count;
}

/** grantsOf groups an account's memberships by project; a role this version does not know grants nothing. */
export function grantsOf(
  memberships: readonly { projectId: string; role: string; environment: string }[],
): ReadonlyMap<string, readonly RoleGrant[]> {
  const grants = new Map<string, RoleGrant[]>();
  for (const { projectId, role, environment } of memberships) {
    if (!isRole(role)) continue;
    const grant = environment === "" ? { role } : { role, environment };
    grants.set(projectId, [...(grants.get(projectId) ?? []), grant]);
  }
  return grants;
}
