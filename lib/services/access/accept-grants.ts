import type { Transaction } from "../../db/client.ts";
import type { Account, Invite, Project } from "../../db/generated/client.ts";
import { markInviteAccepted } from "../../db/repositories/invites.ts";
import { lockProject } from "../../db/repositories/lock-project.ts";
import { listAdmins } from "../../db/repositories/members.ts";
import { markRenewalDue } from "../../db/repositories/sessions.ts";
import { type Audit, expectOne } from "../../db/transact.ts";
import { readGrants } from "../../domain/access/read-grants.ts";
import { isPower, isSelfMadePower } from "../../domain/access/role-change.ts";
import { AppError } from "../../domain/errors.ts";
import type { ServiceContext } from "../context.ts";
import { tellPeople } from "../notifications/tell-people.ts";
import { describeGrants, grantRoles } from "./create-account.ts";

export type InviteUse = { project: Project; invite: Invite; account: Account; now: Date };

/**
 * acceptGrants uses an invite up for an account, in the caller's transaction. Its sessions get new ids, and where the
 * roles decide what production serves, every other admin is told: nobody can see whether two accounts are one person.
 */
export async function acceptGrants(
  ctx: ServiceContext,
  tx: Transaction,
  audit: Audit,
  { project, invite, account, now }: InviteUse,
): Promise<void> {
  await lockProject(tx, project.id);
  expectOne(await markInviteAccepted(tx, invite.id, now), "invite");
  const grants = readGrants(invite.grants);
  const admins = await listAdmins(tx, project.id);
  const makerId = invite.createdBy.replace(/^account:/, "");
  const roles = grants.map(({ role }) => role);
  if (isSelfMadePower({ makerId, accountId: account.id, roles, admins })) {
    throw new AppError(
      "forbidden",
      "You cannot make yourself reviewer or operator; ask another admin to invite you.",
    );
  }
  await grantRoles(tx, audit, { projectId: project.id, accountId: account.id, grants, now });
  audit({
    chain: project.id,
    action: "invite.accepted",
    resourceKind: "invite",
    resourceId: invite.id,
    after: { account: account.id, email: account.email, invitedBy: invite.createdBy },
  });
  await markRenewalDue(tx, account.id, now);
  if (!grants.some(({ role }) => isPower(role))) return;
  const told = admins.filter((id) => id !== makerId && id !== account.id);
  if (told.length === 0) return;
  await tellPeople(ctx, tx, {
    projectId: project.id,
    type: "power_given",
    dedupeKey: `invite:${invite.id}:accepted`,
    environment: null,
    releaseId: null,
    resource: { kind: "member", id: account.id },
    sentence: `${account.name} (${account.email}) is now ${describeGrants(grants).join(", ")} of ${project.name}, invited by ${await nameOf(tx, makerId)}. Make sure that this is another person.`,
    accountIds: told,
  });
}

async function nameOf(tx: Transaction, accountId: string): Promise<string> {
  const maker = await tx.account.findUnique({ where: { id: accountId }, select: { name: true } });
  return maker?.name ?? "somebody who left";
}
