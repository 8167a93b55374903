import { listProjects } from "../../db/queries/projects.ts";
import type { AccountPrincipal } from "../../domain/access/principal.ts";
import type { RoleGrant } from "../../domain/access/roles.ts";
import type { ServiceContext } from "../context.ts";

export type SessionView = {
  account: { id: string; name: string; email: string };
  provedAt: string;
  projects: { slug: string; name: string; isDemo: boolean; grants: RoleGrant[] }[];
};

/** describeSession says who is signed in and what they may do where. */
export async function describeSession(ctx: ServiceContext, account: AccountPrincipal): Promise<SessionView> {
  const { id, name, email } = account;
  const projects = await listProjects(ctx.db, account);
  return {
    account: { id, name, email },
    provedAt: account.provedAt.toISOString(),
    projects: projects.map((project) => ({
      slug: project.slug,
      name: project.name,
      isDemo: project.isDemo,
      grants: [...(account.grants.get(project.id) ?? [])],
    })),
  };
}
