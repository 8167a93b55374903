import type { accessEndpoints } from "../../contracts/access.ts";
import type { ResponseOf } from "../../contracts/endpoint.ts";
import { listInvites as listRows } from "../../db/repositories/invites.ts";
import { inviteState } from "../../domain/access/invite-state.ts";
import { readGrants } from "../../domain/access/read-grants.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { describeGrants } from "./create-account.ts";

/** listInvites lists a project's invite links, newest first. A link itself is kept nowhere. */
export async function listInvites(
  ctx: ServiceContext,
  slug: string,
): Promise<ResponseOf<typeof accessEndpoints.listInvites>> {
  const project = await resolveProject(ctx, slug);
  authorize(ctx, "member:read", { projectId: project.id });
  const invites = await listRows(ctx.db, project.id);
  const makers = invites.map(({ createdBy }) => createdBy.replace(/^account:/, ""));
  const accounts = await ctx.db.account.findMany({
    where: { id: { in: makers } },
    select: { id: true, name: true },
  });
  const names = new Map(accounts.map(({ id, name }) => [`account:${id}`, name]));
  return {
    items: invites.map((invite) => ({
      id: invite.id,
      email: invite.email,
      roles: describeGrants(readGrants(invite.grants)),
      createdByName: names.get(invite.createdBy) ?? "Tupelo",
      createdAt: invite.createdAt.toISOString(),
      expiresAt: invite.expiresAt.toISOString(),
      state: inviteState(invite, ctx.now()),
    })),
  };
}
