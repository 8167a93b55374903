import type { RoleGrant } from "../../domain/access/roles.ts";
import type { Reader, Transaction } from "../client.ts";
import { createId } from "../create-id.ts";
import type { Invite } from "../generated/client.ts";

/** More than these are looked for in the audit log. */
const MAX_LISTED = 200;

export type NewInvite = {
  tokenHash: string;
  kind: "setup" | "member";
  projectId: string | null;
  /** Canonical; null where anybody who has the link may accept it. */
  email: string | null;
  grants: readonly RoleGrant[];
  createdBy: string;
  expiresAt: Date;
  now: Date;
};

export function insertInvite(tx: Transaction, { now, grants, ...invite }: NewInvite): Promise<Invite> {
  const data = grants.map(({ role, environment }) =>
    environment === undefined ? { role } : { role, environment },
  );
  return tx.invite.create({ data: { id: createId("inv", now), ...invite, grants: data, createdAt: now } });
}

/** findOpenInvite finds an invite by its token's hash, unless it was used, revoked, or has expired. */
export function findOpenInvite(
  db: Reader,
  input: { tokenHash: string; kind: NewInvite["kind"]; now: Date },
): Promise<Invite | null> {
  const { tokenHash, kind, now } = input;
  return db.invite.findFirst({
    where: { tokenHash, kind, acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
  });
}

/** markInviteAccepted uses an invite up; returns 0 where someone else was first. */
export async function markInviteAccepted(tx: Transaction, id: string, now: Date): Promise<number> {
  const { count } = await tx.invite.updateMany({
    where: { id, acceptedAt: null, revokedAt: null },
    data: { acceptedAt: now },
  });
  return count;
}

/** hasOpenInviteFor says whether an invite for exactly this e-mail is open in any project. */
export async function hasOpenInviteFor(db: Reader, email: string, now: Date): Promise<boolean> {
  const count = await db.invite.count({
    where: { email, kind: "member", acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
  });
  return count > 0;
}

/** listInvites lists a project's invites to members, newest first. */
export function listInvites(db: Reader, projectId: string): Promise<Invite[]> {
  return db.invite.findMany({
    where: { projectId, kind: "member" },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: MAX_LISTED,
  });
}

/** findInviteOf finds an invite of a project; null for any other. */
export function findInviteOf(db: Reader, projectId: string, id: string): Promise<Invite | null> {
  return db.invite.findFirst({ where: { id, projectId, kind: "member" } });
}

/** markInviteRevoked ends an open invite; returns 0 where someone used or revoked it first. */
export async function markInviteRevoked(tx: Transaction, id: string, now: Date): Promise<number> {
  const { count } = await tx.invite.updateMany({
    where: { id, acceptedAt: null, revokedAt: null },
    data: { revokedAt: now },
  });
  return count;
}
