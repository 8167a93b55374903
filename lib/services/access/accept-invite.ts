import type { Account, Invite, Project } from "../../db/generated/client.ts";
import { findAccountByEmail } from "../../db/repositories/accounts.ts";
import { findOpenInvite } from "../../db/repositories/invites.ts";
import { transact } from "../../db/transact.ts";
import { AppError } from "../../domain/errors.ts";
import type { ServiceContext } from "../context.ts";
import { acceptGrants } from "./accept-grants.ts";
import { limitAttempts } from "./attempts.ts";
import { createAccount } from "./create-account.ts";
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

/**
 * acceptInvite uses an invite up: a new e-mail becomes an account, a known one must give its own password.
 * Throws not-found for a link that is wrong, used or too old, all the same.
 */
export async function acceptInvite(
  ctx: ServiceContext,
  input: Acceptance,
): Promise<{ project: string; email: string }> {
  const now = ctx.now();
  const { invite, project } = await findInvite(ctx, input);
  if (invite.email !== null && invite.email !== input.email) {
    throw new AppError("invalid", "This link is for another e-mail address.", {
      errors: [{ pointer: "/email", message: "This link is for another e-mail address." }],
    });
  }
  const existing = await provenAccount(ctx, input);
  const passwordHash = existing === null ? await newPasswordHash(input.password) : null;
  const actor = existing ?? { id: "newcomer", name: input.name, email: input.email };
  const acting = { ...ctx, principal: newcomer(actor, now) };
  await transact(acting, async (tx, audit) => {
    const { name, email } = input;
    const account =
      existing ?? (await createAccount(tx, audit, { email, name, passwordHash, isDemo: false, now }));
    await acceptGrants(acting, tx, audit, { project, invite, account, now });
  });
  return { project: project.slug, email: input.email };
}

/** findInvite finds an open invite and its project by its link's token. Throws not-found, too-many-requests. */
export async function findInvite(
  ctx: ServiceContext,
  input: { token: string; address: string | null },
): Promise<{ invite: Invite; project: Project }> {
  const { token, address } = input;
  const invite = await limitAttempts({ subject: `invite:${address}`, address }, () =>
    findOpenInvite(ctx.db, { tokenHash: hashSecret(token), kind: "member", now: ctx.now() }),
  );
  const project = invite?.projectId
    ? await ctx.db.project.findUnique({ where: { id: invite.projectId } })
    : null;
  if (invite === null || project === null) {
    throw new AppError("not-found", "This link was used already or has expired; ask an admin for a new one.");
  }
  return { invite, project };
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
