import { findInviteOf, markInviteRevoked } from "../../db/repositories/invites.ts";
import { expectOne, transact } from "../../db/transact.ts";
import { refuseRevokeInvite } from "../../domain/access/invite-state.ts";
import { readGrants } from "../../domain/access/read-grants.ts";
import { AppError } from "../../domain/errors.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";
import { throwRefusal } from "../throw-refusal.ts";
import { describeGrants } from "./create-account.ts";

/** revokeInvite ends an invite link that nobody has used yet: from now on it is as unknown as any other. */
export async function revokeInvite(
  ctx: ServiceContext,
  input: { project: string; inviteId: string },
): Promise<void> {
  const project = await resolveProject(ctx, input.project);
  authorize(ctx, "member:manage", { projectId: project.id });
  const invite = await findInviteOf(ctx.db, project.id, input.inviteId);
  if (invite === null) throw new AppError("not-found", "There is no such invite in this project.");
  throwRefusal(refuseRevokeInvite(invite, ctx.now()));
  await transact(ctx, async (tx, audit) => {
    expectOne(await markInviteRevoked(tx, invite.id, ctx.now()), "invite");
    audit({
      chain: project.id,
      action: "invite.revoked",
      resourceKind: "invite",
      resourceId: invite.id,
      before: { email: invite.email, roles: describeGrants(readGrants(invite.grants)) },
    });
  });
}
