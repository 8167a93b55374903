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

/** lockMemberships makes changes of a project's members wait for each other, so that the last admin stays. */
export async function lockMemberships(tx: Transaction, projectId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM project WHERE id = ${projectId} FOR UPDATE`;
}

/** listAdmins lists the accounts that are admin of a project. */
export async function listAdmins(db: Reader, projectId: string): Promise<string[]> {
  const rows = await db.membership.findMany({
    where: { projectId, role: "admin", account: { disabledAt: null } },
    select: { accountId: true },
  });
  return [...new Set(rows.map((row) => row.accountId))];
}

/** addGrants gives an account roles in a project; those it holds already stay as they are. */
export async function addGrants(
  tx: Transaction,
  input: { projectId: string; accountId: string; grants: readonly RoleGrant[]; now: Date },
): Promise<void> {
  const { projectId, accountId, grants, now } = input;
  await tx.membership.createMany({
    data: grants.map(({ role, environment }) => ({
      id: createId("mem", now),
      projectId,
      accountId,
      role,
      environment: environment ?? "",
      createdAt: now,
    })),
    skipDuplicates: true,
  });
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
