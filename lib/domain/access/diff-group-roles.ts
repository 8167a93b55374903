import { groupOf, groupSource, isSelfMadePower } from "./role-change.ts";
import type { Role } from "./roles.ts";

/** A role in a project with the environment as rows keep it (empty: all of them). */
export type HeldRole = { projectId: string; role: Role; environment: string; source: string };
export type GroupRole = {
  projectId: string;
  groupName: string;
  role: Role;
  environment: string;
  /** The account that gave the group this role. */
  createdBy: string;
};

export type GroupRoleDiff = { add: HeldRole[]; remove: HeldRole[] };

/**
 * diffGroupRoles compares what a person's groups give with what the person holds from groups. Roles that a person
 * gave stay as they are. The last admin of a project keeps the role, and nobody becomes reviewer or operator by a
 * group role that they made themselves where another admin exists.
 */
export function diffGroupRoles(input: {
  accountId: string;
  groups: readonly string[];
  groupRoles: readonly GroupRole[];
  held: readonly HeldRole[];
  adminsOf: ReadonlyMap<string, readonly string[]>;
}): GroupRoleDiff {
  const { accountId, groups, groupRoles, held, adminsOf } = input;
  const member = new Set(groups);
  const wanted = groupRoles.filter(({ groupName, projectId, role, createdBy }) => {
    const admins = adminsOf.get(projectId) ?? [];
    return (
      member.has(groupName) && !isSelfMadePower({ makerId: createdBy, accountId, roles: [role], admins })
    );
  });
  const wantedFrom = new Set(wanted.map((role) => `${groupSource(role.groupName)} ${keyOf(role)}`));
  const remove = held.filter(
    (role) =>
      groupOf(role.source) !== null &&
      !wantedFrom.has(`${role.source} ${keyOf(role)}`) &&
      !isLastAdmin(role, adminsOf.get(role.projectId) ?? [], accountId),
  );
  const heldKeys = new Set(held.filter((role) => !remove.includes(role)).map(keyOf));
  const add = new Map(
    wanted
      .filter((role) => !heldKeys.has(keyOf(role)))
      .map(({ projectId, role, environment, groupName }) => {
        const added = { projectId, role, environment, source: groupSource(groupName) };
        return [keyOf(added), added] as const;
      }),
  );
  return { add: [...add.values()], remove };
}

function keyOf({ projectId, role, environment }: Omit<HeldRole, "source">): string {
  return JSON.stringify([projectId, role, environment]);
}

function isLastAdmin({ role }: HeldRole, admins: readonly string[], accountId: string): boolean {
  return role === "admin" && admins.length === 1 && admins[0] === accountId;
}
