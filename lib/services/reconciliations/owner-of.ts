import type { Transaction } from "../../db/client.ts";
import type { Project } from "../../db/queries/projects.ts";
import { principalRef } from "../../domain/access/principal.ts";
import type { ServiceContext } from "../context.ts";

/** ownerOf is who a new reconciliation belongs to: the person who acted, else the on-call contact of the settings. */
export function ownerOf(ctx: ServiceContext, project: Project): { owner: string; ownerName: string } {
  if (ctx.principal.kind === "account") {
    return { owner: principalRef(ctx.principal), ownerName: ctx.principal.name };
  }
  return onCallOf(project);
}

/** ownerOfCommit is the member whose verified e-mail a commit carries, else the on-call contact. */
export async function ownerOfCommit(
  tx: Transaction,
  project: Project,
  authorEmail: string,
): Promise<{ owner: string; ownerName: string }> {
  const email = authorEmail.toLowerCase();
  const account = await tx.account.findFirst({
    where: { email, memberships: { some: { projectId: project.id } } },
  });
  return account === null ? onCallOf(project) : { owner: `account:${account.id}`, ownerName: account.name };
}

function onCallOf(project: Project): { owner: string; ownerName: string } {
  const owner = project.onCallAccountId === null ? "on-call" : `account:${project.onCallAccountId}`;
  return { owner, ownerName: project.onCallContact ?? "on-call" };
}
