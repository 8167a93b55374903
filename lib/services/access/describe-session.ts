import { listProjects } from "../../db/queries/projects.ts";
import { findAccount } from "../../db/repositories/accounts.ts";
import { listIdentities } from "../../db/repositories/identities.ts";
import type { AccountPrincipal } from "../../domain/access/principal.ts";
import type { Proof } from "../../domain/access/proof.ts";
import { canProve } from "../../domain/access/providers.ts";
import type { RoleGrant } from "../../domain/access/roles.ts";
import type { ServiceContext } from "../context.ts";

export type SessionView = {
  account: { id: string; name: string; email: string };
  provedAt: string;
  proof: Proof;
  /** How this account can prove who it is again. */
  stepUp: { hasPassword: boolean; providers: string[] };
  projects: { slug: string; name: string; isDemo: boolean; grants: RoleGrant[] }[];
};

/** describeSession says who is signed in and what they may do where. */
export async function describeSession(ctx: ServiceContext, account: AccountPrincipal): Promise<SessionView> {
  const { id, name, email } = account;
  const row = await findAccount(ctx.db, id);
  const identities = await listIdentities(ctx.db, id);
  const providers = [...new Set(identities.map(({ provider }) => provider))];
  const projects = await listProjects(ctx.db, account);
  return {
    account: { id, name, email },
    provedAt: account.provedAt.toISOString(),
    proof: account.proof,
    stepUp: { hasPassword: row?.passwordHash != null, providers: providers.filter(canProve) },
    projects: projects.map((project) => ({
      slug: project.slug,
      name: project.name,
      isDemo: project.isDemo,
      grants: [...(account.grants.get(project.id) ?? [])],
    })),
  };
}
