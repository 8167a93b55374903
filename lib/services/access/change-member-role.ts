import { lockProject } from "../../db/repositories/lock-project.ts";
import {
  deleteMembership,
  findMembership,
  listAdmins,
  listRolesOf,
  saveMembership,
} from "../../db/repositories/members.ts";
import { markRenewalDue } from "../../db/repositories/sessions.ts";
import { transact } from "../../db/transact.ts";
import { refuseRoleChange } from "../../domain/access/role-change.ts";
import type { RoleGrant } from "../../domain/access/roles.ts";
import { AppError } from "../../domain/errors.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { throwRefusal } from "../throw-refusal.ts";
import { checkGrants } from "./check-grants.ts";

export type MemberRoleChange = {
  project: string;
  accountId: string;
  action: "grant" | "revoke";
  grant: RoleGrant;
};

/**
 * changeMemberRole gives a member one role or takes one, with the roles before and after in the audit log. A gained
 * role brings the person's sessions new ids; a lost one has no effect any more from the next request on.
 */
export async function changeMemberRole(
  ctx: ServiceContext,
  change: MemberRoleChange,
): Promise<{ roles: string[] }> {
  const project = await resolveProject(ctx, change.project);
  authorize(ctx, "member:manage", { projectId: project.id });
  const { accountId, action, grant } = change;
  await checkGrants(ctx, project.id, [grant]);
  const key = { projectId: project.id, accountId, role: grant.role, environment: grant.environment ?? "" };
  const now = ctx.now();
  return transact(ctx, async (tx, audit) => {
    await lockProject(tx, project.id);
    const before = await listRolesOf(tx, { accountId, projectId: project.id });
    if (before.length === 0) throw new AppError("not-found", "This person is not a member of the project.");
    const held = await findMembership(tx, key);
    const admins = await listAdmins(tx, project.id);
    const heldBy = held?.source ?? null;
    throwRefusal(refuseRoleChange({ action, grant, actorId: ctx.principal.id, accountId, admins, heldBy }));
    if (action === "grant") await saveMembership(tx, { ...key, source: "invite" }, now);
    else await deleteMembership(tx, key);
    if (action === "grant" && heldBy === null) await markRenewalDue(tx, accountId, now);
    const after = await listRolesOf(tx, { accountId, projectId: project.id });
    audit({
      chain: project.id,
      action: action === "grant" ? "member.role_granted" : "member.role_revoked",
      resourceKind: "account",
      resourceId: accountId,
      environment: grant.environment ?? null,
      before: { roles: before.map(describeRole) },
      after: { roles: after.map(describeRole) },
    });
    return { roles: after.map(describeRole) };
  });
}

function describeRole({ role, environment }: { role: string; environment: string }): string {
  return environment === "" ? role : `${role}:${environment}`;
}
