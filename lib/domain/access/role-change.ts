import type { Refusal } from "../refusal.ts";
import { ENVIRONMENT_ROLES, type Role, type RoleGrant } from "./roles.ts";

/** Roles that let somebody decide what production serves; an admin does not give them to himself. */
export function isPower(role: Role): boolean {
  return ENVIRONMENT_ROLES.includes(role);
}

export type RoleChange = {
  action: "grant" | "revoke";
  grant: RoleGrant;
  actorId: string;
  accountId: string;
  /** The accounts that are admin of the project now. */
  admins: readonly string[];
  /** Where the role comes from if it is held: `invite`, `group:<name>`; null where it is not held. */
  heldBy: string | null;
};

/** refuseRoleChange says why one role may not be given or taken; null when it may. The page asks it too. */
export function refuseRoleChange(change: RoleChange): Refusal | null {
  return change.action === "grant" ? refuseGrant(change) : refuseRevoke(change);
}

/** isSelfMadePower says whether an admin would make himself reviewer or operator although another admin could. */
export function isSelfMadePower(input: {
  makerId: string;
  accountId: string;
  roles: readonly Role[];
  admins: readonly string[];
}): boolean {
  const { makerId, accountId, roles, admins } = input;
  return makerId === accountId && roles.some(isPower) && admins.some((id) => id !== accountId);
}

function refuseGrant({ grant, actorId, accountId, admins, heldBy }: RoleChange): Refusal | null {
  if (isSelfMadePower({ makerId: actorId, accountId, roles: [grant.role], admins })) {
    return {
      code: "forbidden",
      sentence: "You cannot make yourself reviewer or operator; ask another admin.",
    };
  }
  return heldBy === "invite" ? { code: "no-op", sentence: "This person holds this role already." } : null;
}

function refuseRevoke({ grant, accountId, admins, heldBy }: RoleChange): Refusal | null {
  if (heldBy === null) return { code: "no-op", sentence: "This person does not hold this role." };
  const group = groupOf(heldBy);
  if (group !== null) {
    return {
      code: "wrong-state",
      sentence: `This role comes from the group ${group}; take the person out of the group, or change what the group holds.`,
    };
  }
  const isLastAdmin = grant.role === "admin" && admins.length === 1 && admins[0] === accountId;
  if (!isLastAdmin) return null;
  return {
    code: "wrong-state",
    sentence: "This is the last admin; make somebody else admin first.",
  };
}

const GROUP_PREFIX = "group:";

/** groupSource is how a membership names the group it comes from. */
export function groupSource(groupName: string): string {
  return `${GROUP_PREFIX}${groupName}`;
}

/** groupOf is the group that a membership comes from; null where a person gave it. */
export function groupOf(source: string): string | null {
  return source.startsWith(GROUP_PREFIX) ? source.slice(GROUP_PREFIX.length) : null;
}
