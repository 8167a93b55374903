import { listMemberships } from "../../db/repositories/members.ts";
import { isRole } from "../../domain/access/is-role.ts";
import { groupOf } from "../../domain/access/role-change.ts";
import type { RoleGrant } from "../../domain/access/roles.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

/** A role with the group it comes from; null where a person gave it. */
export type MemberGrant = RoleGrant & { group: string | null };
export type Member = { accountId: string; name: string; email: string; grants: MemberGrant[] };

/** listMembers lists who holds which role in a project, by name. */
export async function listMembers(ctx: ServiceContext, slug: string): Promise<Member[]> {
  const project = await resolveProject(ctx, slug);
  authorize(ctx, "member:read", { projectId: project.id });
  const members = new Map<string, Member>();
  for (const { account, role, environment, source } of await listMemberships(ctx.db, project.id)) {
    const member = members.get(account.id) ?? {
      accountId: account.id,
      name: account.name,
      email: account.email,
      grants: [],
    };
    const group = groupOf(source);
    if (isRole(role)) member.grants.push(environment === "" ? { role, group } : { role, environment, group });
    members.set(account.id, member);
  }
  return [...members.values()];
}
