import { isRole } from "../../domain/access/is-role.ts";
import type { RoleGrant } from "../../domain/access/roles.ts";
import type { Database, Reader, Transaction } from "../client.ts";
import type { Prisma } from "../generated/client.ts";

const SESSION_WITH_ACCOUNT = { account: { include: { memberships: true } } } satisfies Prisma.SessionInclude;
export type SessionWithAccount = Prisma.SessionGetPayload<{ include: typeof SESSION_WITH_ACCOUNT }>;

export type SessionLimits = { idleMs: number; absoluteMs: number };
export const SESSION_LIMITS: SessionLimits = { idleMs: 8 * 3_600_000, absoluteMs: 24 * 3_600_000 };
/** How stale `lastSeenAt` may be: one write a minute per browser is enough to know an idle one. */
const TOUCH_AFTER_MS = 60_000;

/** insertSession writes a session under its id (the hash of the cookie's value). */
export async function insertSession(
  tx: Transaction,
  session: { id: string; accountId: string; now: Date },
): Promise<void> {
  const { id, accountId, now } = session;
  const expiresAt = new Date(now.getTime() + SESSION_LIMITS.absoluteMs);
  await tx.session.create({
    data: { id, accountId, createdAt: now, lastSeenAt: now, provedAt: now, expiresAt },
  });
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
