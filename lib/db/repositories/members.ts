import type { RoleGrant } from "../../domain/access/roles.ts";
import type { Reader, Transaction } from "../client.ts";
import { createId } from "../create-id.ts";
import type { Prisma } from "../generated/client.ts";

const WITH_ACCOUNT = {
  account: { select: { id: true, name: true, email: true } },
} satisfies Prisma.MembershipInclude;
export type MembershipRow = Prisma.MembershipGetPayload<{ include: typeof WITH_ACCOUNT }>;

/** listMemberships lists who holds which role in a project, by name. */
export function listMemberships(db: Reader, projectId: string): Promise<MembershipRow[]> {
  return db.membership.findMany({
    where: { projectId },
    include: WITH_ACCOUNT,
    orderBy: [{ account: { name: "asc" } }, { accountId: "asc" }, { role: "asc" }],
  });
}

/** listAdmins lists the accounts that are admin of a project. */
export async function listAdmins(db: Reader, projectId: string): Promise<string[]> {
  const rows = await db.membership.findMany({
    where: { projectId, role: "admin", account: { disabledAt: null } },
    select: { accountId: true },
  });
  return [...new Set(rows.map((row) => row.accountId))];
}

/** addGrants gives an account roles in a project; one that it held by a group becomes its own. */
export async function addGrants(
  tx: Transaction,
  input: { projectId: string; accountId: string; grants: readonly RoleGrant[]; now: Date },
): Promise<void> {
  const { projectId, accountId, grants, now } = input;
  for (const { role, environment = "" } of grants) {
    await saveMembership(tx, { projectId, accountId, role, environment, source: "invite" }, now);
  }
}

export type NewMembership = {
  projectId: string;
  accountId: string;
  role: string;
  /** Empty: all environments. */
  environment: string;
  /** `invite`, or `group:<name>`. */
  source: string;
};

/** findMembership finds one role of one person, with where it comes from. */
export function findMembership(
  db: Reader,
  key: Omit<NewMembership, "source">,
): Promise<{ id: string; source: string } | null> {
  return db.membership.findFirst({ where: key, select: { id: true, source: true } });
}

/** listRolesOf lists what a person holds in one project, or in all. */
export function listRolesOf(db: Reader, input: { accountId: string; projectId?: string }) {
  return db.membership.findMany({ where: input, orderBy: [{ role: "asc" }, { environment: "asc" }] });
}

/** saveMembership gives one role; a role held from a group becomes the person's own. */
export async function saveMembership(tx: Transaction, row: NewMembership, now: Date): Promise<void> {
  const { source, ...key } = row;
  await tx.membership.upsert({
    where: { projectId_accountId_role_environment: key },
    create: { id: createId("mem", now), ...row, createdAt: now },
    update: { source },
  });
}

/** deleteMembership takes one role; returns how many rows it met. */
export async function deleteMembership(tx: Transaction, key: Omit<NewMembership, "source">): Promise<number> {
  const { count } = await tx.membership.deleteMany({ where: key });
  return count;
}

/** deleteMembershipsOfGroup takes one role from everybody who holds it by one group; returns the accounts. */
export async function deleteMembershipsOfGroup(
  tx: Transaction,
  input: { projectId: string; role: string; environment: string; source: string; exceptAccountId?: string },
): Promise<string[]> {
  const { exceptAccountId, ...where } = input;
  const rows = await tx.membership.findMany({ where, select: { id: true, accountId: true } });
  const ended = rows.filter(({ accountId }) => accountId !== exceptAccountId);
  await tx.membership.deleteMany({ where: { id: { in: ended.map(({ id }) => id) } } });
  return ended.map(({ accountId }) => accountId).sort();
}

/** deleteMemberships takes all roles of an account in a project away; returns those it held. */
export async function deleteMemberships(
  tx: Transaction,
  projectId: string,
  accountId: string,
): Promise<string[]> {
  const rows = await tx.membership.findMany({ where: { projectId, accountId } });
  await tx.membership.deleteMany({ where: { projectId, accountId } });
  return rows.map(({ role, environment }) => (environment === "" ? role : `${role}:${environment}`)).sort();
}
