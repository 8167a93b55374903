import type { GroupGrant } from "../../db/generated/client.ts";
import {
  deleteGroupGrant,
  findGroupGrant,
  insertGroupGrant,
  listGroupGrants as listRows,
} from "../../db/repositories/group-grants.ts";
import { lockProject } from "../../db/repositories/lock-project.ts";
import { deleteMembershipsOfGroup, listAdmins } from "../../db/repositories/members.ts";
import { transact } from "../../db/transact.ts";
import { isRole } from "../../domain/access/is-role.ts";
import { groupSource } from "../../domain/access/role-change.ts";
import type { Role, RoleGrant } from "../../domain/access/roles.ts";
import { AppError } from "../../domain/errors.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { checkGrants } from "./check-grants.ts";

export type GroupGrantView = {
  id: string;
  groupName: string;
  role: Role;
  environment?: string;
  createdByName: string;
  createdAt: string;
};

/** listGroupGrants lists which roles the identity provider's groups hold in a project. */
export async function listGroupGrants(ctx: ServiceContext, slug: string): Promise<GroupGrantView[]> {
  const project = await resolveProject(ctx, slug);
  authorize(ctx, "member:read", { projectId: project.id });
  return (await listRows(ctx.db, project.id)).flatMap(toView);
}

/** addGroupGrant gives a group a role; each of its members gets it with their next sign-in. */
export async function addGroupGrant(
  ctx: ServiceContext,
  input: { project: string; groupName: string; grant: RoleGrant },
): Promise<GroupGrantView> {
  const project = await resolveProject(ctx, input.project);
  authorize(ctx, "member:manage", { projectId: project.id });
  const { groupName, grant } = input;
  await checkGrants(ctx, project.id, [grant]);
  const row = {
    ...{ projectId: project.id, groupName, role: grant.role, environment: grant.environment ?? "" },
    ...{ createdBy: ctx.principal.id, createdByName: ctx.principal.name, now: ctx.now() },
  };
  return transact(ctx, async (tx, audit) => {
    const created = await insertGroupGrant(tx, row);
    const [view] = created === null ? [] : toView(created);
    if (view === undefined) throw new AppError("no-op", "This group holds this role already.");
    audit({
      chain: project.id,
      action: "group.role_granted",
      resourceKind: "group",
      resourceId: groupName,
      environment: grant.environment ?? null,
      after: { role: grant.role, environment: grant.environment ?? null },
    });
    return view;
  });
}

/** removeGroupGrant takes a role from a group and, from the next request on, from everybody who has it by the group. */
export async function removeGroupGrant(
  ctx: ServiceContext,
  input: { project: string; grantId: string },
): Promise<void> {
  const project = await resolveProject(ctx, input.project);
  authorize(ctx, "member:manage", { projectId: project.id });
  const grant = await findGroupGrant(ctx.db, project.id, input.grantId);
  if (grant === null) throw new AppError("not-found", "No group holds this role here.");
  const { groupName, role, environment } = grant;
  await transact(ctx, async (tx, audit) => {
    await lockProject(tx, project.id);
    const count = await deleteGroupGrant(tx, project.id, grant.id);
    if (count === 0) throw new AppError("no-op", "This was taken from the group already.");
    const admins = await listAdmins(tx, project.id);
    // The last admin keeps the role, else nobody could give it to anyone.
    const exceptAccountId = role === "admin" && admins.length === 1 ? admins[0] : undefined;
    const source = groupSource(groupName);
    const held = { projectId: project.id, role, environment, source, exceptAccountId };
    const accounts = await deleteMembershipsOfGroup(tx, held);
    audit({
      chain: project.id,
      action: "group.role_revoked",
      resourceKind: "group",
      resourceId: groupName,
      environment: environment === "" ? null : environment,
      before: { role, environment: environment === "" ? null : environment, accounts },
    });
  });
}

function toView({
  id,
  groupName,
  role,
  environment,
  createdByName,
  createdAt,
}: GroupGrant): GroupGrantView[] {
  if (!isRole(role)) return [];
  const grant = environment === "" ? { role } : { role, environment };
  return [{ id, groupName, ...grant, createdByName, createdAt: createdAt.toISOString() }];
}
