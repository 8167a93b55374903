import type { Transaction } from "../../db/client.ts";
import { listAllGroupGrants } from "../../db/repositories/group-grants.ts";
import { lockProject } from "../../db/repositories/lock-project.ts";
import { deleteMembership, listAdmins, listRolesOf, saveMembership } from "../../db/repositories/members.ts";
import { markRenewalDue } from "../../db/repositories/sessions.ts";
import type { Audit } from "../../db/transact.ts";
import { diffGroupRoles, type HeldRole } from "../../domain/access/diff-group-roles.ts";
import { isRole } from "../../domain/access/is-role.ts";
import { groupOf } from "../../domain/access/role-change.ts";

/**
 * syncGroupRoles makes a person's roles follow the groups that the identity provider just named, in all projects.
 * Called at each sign-in, in its transaction; one audit event per project that changes, with before and after.
 */
export async function syncGroupRoles(
  tx: Transaction,
  audit: Audit,
  input: { accountId: string; groups: readonly string[]; now: Date },
): Promise<void> {
  const { accountId, groups, now } = input;
  const groupGrants = await listAllGroupGrants(tx);
  const before = withKnownRoles(await listRolesOf(tx, { accountId }));
  const projectIds = [
    ...new Set([
      ...groupGrants.map(({ projectId }) => projectId),
      ...before.filter(({ source }) => groupOf(source) !== null).map(({ projectId }) => projectId),
    ]),
  ].sort();
  for (const projectId of projectIds) await lockProject(tx, projectId);
  const held = withKnownRoles(await listRolesOf(tx, { accountId }));
  const adminsOf = new Map<string, string[]>();
  for (const projectId of projectIds) adminsOf.set(projectId, await listAdmins(tx, projectId));
  const groupRoles = withKnownRoles(groupGrants);
  const { add, remove } = diffGroupRoles({ accountId, groups, groupRoles, held, adminsOf });
  for (const { projectId, role, environment } of remove) {
    await deleteMembership(tx, { projectId, accountId, role, environment });
  }
  for (const role of add) await saveMembership(tx, { ...role, accountId }, now);
  if (add.length > 0) await markRenewalDue(tx, accountId, now);
  for (const projectId of projectIds) auditProject(audit, { accountId, projectId, add, remove, held });
}

function auditProject(
  audit: Audit,
  input: {
    accountId: string;
    projectId: string;
    add: readonly HeldRole[];
    remove: readonly HeldRole[];
    held: readonly HeldRole[];
  },
): void {
  const { accountId, projectId, add, remove } = input;
  const isHere = (role: HeldRole) => role.projectId === projectId;
  if (!add.some(isHere) && !remove.some(isHere)) return;
  const held = input.held.filter(isHere);
  const after = [...held.filter((role) => !remove.includes(role)), ...add.filter(isHere)];
  audit({
    chain: projectId,
    action: "member.synced",
    resourceKind: "account",
    resourceId: accountId,
    before: { roles: held.map(describeHeld).sort() },
    after: { roles: after.map(describeHeld).sort() },
  });
}

/** describeHeld writes a role as the audit log keeps it, with its group: `reviewer:production (group:sre)`. */
function describeHeld({ role, environment, source }: HeldRole): string {
  const name = environment === "" ? role : `${role}:${environment}`;
  return groupOf(source) === null ? name : `${name} (${source})`;
}

function withKnownRoles<Row extends { role: string }>(rows: readonly Row[]) {
  return rows.flatMap((row) => (isRole(row.role) ? [{ ...row, role: row.role }] : []));
}
