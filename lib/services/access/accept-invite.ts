import { z } from "zod";
import type { Transaction } from "../../db/client.ts";
import type { Account, Invite } from "../../db/generated/client.ts";
import { findAccountByEmail } from "../../db/repositories/accounts.ts";
import { findOpenInvite, markInviteAccepted } from "../../db/repositories/invites.ts";
import { listAdmins, lockMemberships } from "../../db/repositories/members.ts";
import { expectOne, transact } from "../../db/transact.ts";
import { principalRef } from "../../domain/access/principal.ts";
import { ROLES, type RoleGrant } from "../../domain/access/roles.ts";
import { AppError } from "../../domain/errors.ts";
import type { ServiceContext } from "../context.ts";
import { limitAttempts } from "./attempts.ts";
import { createAccount, grantRoles } from "./create-account.ts";
import { hashPassword, verifyPassword } from "./password.ts";
import { hashSecret } from "./secrets.ts";
import { newcomer } from "./verify-session.ts";

export type Acceptance = {
  token: string;
  name: string;
  /** Canonical. */
  email: string;
  password: string;
  address: string | null;
};

const MIN_PASSWORD_LENGTH = 12;
const grantsSchema = z.array(z.object({ role: z.enum(ROLES), environment: z.string().optional() }));

/**
 * acceptInvite uses an invite up: a new e-mail becomes an account, a known one must give its own password.
 * Throws not-found for a link that is wrong, used or too old, all the same.
 */
export async function acceptInvite(
  ctx: ServiceContext,
  input: Acceptance,
): Promise<{ project: string; email: string }> {
  const now = ctx.now();
  const invite = await limitAttempts({ subject: `invite:${input.address}`, address: input.address }, () =>
    findOpenInvite(ctx.db, { tokenHash: hashSecret(input.token), kind: "member", now }),
  );
  const project = invite?.projectId
    ? await ctx.db.project.findUnique({ where: { id: invite.projectId } })
    : null;
  if (invite === null || project === null) {
    throw new AppError("not-found", "This link was used already or has expired; ask an admin for a new one.");
  }
  if (invite.email !== null && invite.email !== input.email) {
    throw new AppError("invalid", "This link is for another e-mail address.", {
      errors: [{ pointer: "/email", message: "This link is for another e-mail address." }],
    });
  }
  const existing = await provenAccount(ctx, input);
  const passwordHash = existing === null ? await newPasswordHash(input.password) : null;
  const actor = existing ?? { id: "newcomer", name: input.name, email: input.email };
  await transact({ ...ctx, principal: newcomer(actor, now) }, async (tx, audit) => {
    await lockMemberships(tx, project.id);
    expectOne(await markInviteAccepted(tx, invite.id, now), "invite");
    const { name, email } = input;
    const account =
      existing ?? (await createAccount(tx, audit, { email, name, passwordHash, isDemo: false, now }));
    const grants = grantsSchema.parse(invite.grants);
    await checkOwnPower(tx, { projectId: project.id, account, invite, grants });
    await grantRoles(tx, audit, { projectId: project.id, accountId: account.id, grants, now });
  });
  return { project: project.slug, email: input.email };
}

/** The account of this e-mail, if there is one and the password is its own; null for a newcomer. */
async function provenAccount(ctx: ServiceContext, input: Acceptance): Promise<Account | null> {
  const account = await findAccountByEmail(ctx.db, input.email);
  if (account === null) return null;
  const proven = await limitAttempts({ subject: input.email, address: input.address }, async () =>
    (await verifyPassword(input.password, account.passwordHash)) ? account : null,
  );
  if (proven === null) {
    throw new AppError(
      "bad-credentials",
      "This e-mail has an account; give its password to add the new roles to it.",
    );
  }
  return proven;
}

async function newPasswordHash(password: string): Promise<string> {
  if (password.length < MIN_PASSWORD_LENGTH) {
    const message = `A password has at least ${MIN_PASSWORD_LENGTH} characters.`;
    throw new AppError("invalid", message, { errors: [{ pointer: "/password", message }] });
  }
  return hashPassword(password);
}

/** An admin does not make himself reviewer or operator where another admin could do it for him. */
async function checkOwnPower(
  tx: Transaction,
  input: { projectId: string; account: Account; invite: Invite; grants: readonly RoleGrant[] },
): Promise<void> {
  const { projectId, account, invite, grants } = input;
  const isOwn = invite.createdBy === principalRef(newcomer(account, account.createdAt));
  const isPower = grants.some(({ role }) => role === "reviewer" || role === "operator");
  if (!isOwn || !isPower) return;
  const others = (await listAdmins(tx, projectId)).filter((id) => id !== account.id);
  if (others.length > 0) {
    throw new AppError(
      "forbidden",
      "You cannot make yourself reviewer or operator; ask another admin to invite you.",
    );
  }
}
