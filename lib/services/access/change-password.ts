import { findAccount, setPasswordHash } from "../../db/repositories/accounts.ts";
import { revokeSessionsOf } from "../../db/repositories/sessions.ts";
import { expectOne, transact } from "../../db/transact.ts";
import type { AccountPrincipal } from "../../domain/access/principal.ts";
import { AppError } from "../../domain/errors.ts";
import type { ServiceContext } from "../context.ts";
import { limitAttempts } from "./attempts.ts";
import { hashPassword, verifyPassword } from "./password.ts";
import { replaceSession, sessionRef } from "./start-session.ts";

export type PasswordChange = {
  /** The old one; null where the account has none yet. */
  currentPassword: string | null;
  newPassword: string;
  address: string | null;
};

/** An account of a provider that proves nothing by itself may set its first password this soon after signing in. */
const FIRST_PASSWORD_MS = 5 * 60_000;

/**
 * changePassword needs the old password, ends all other sessions and gives this one a new id. The first password of
 * an account that has none needs a fresh proof, or a session that began within five minutes.
 */
export async function changePassword(
  ctx: ServiceContext,
  account: AccountPrincipal,
  change: PasswordChange,
): Promise<{ secret: string }> {
  const row = await findAccount(ctx.db, account.id);
  const oldHash = row?.passwordHash ?? null;
  if (oldHash === null) await checkFirstPassword(ctx, account);
  else await checkOldPassword(account, oldHash, change);
  const passwordHash = await hashPassword(change.newPassword);
  const now = ctx.now();
  const secret = await transact({ ...ctx, principal: account }, async (tx, audit) => {
    expectOne(await setPasswordHash(tx, { id: account.id, oldHash, passwordHash }), "password");
    const ended = await revokeSessionsOf(tx, { accountId: account.id, exceptId: account.sessionId, now });
    audit({
      chain: "installation",
      action: oldHash === null ? "password.set" : "password.changed",
      resourceKind: "account",
      resourceId: account.id,
      after: { sessions: ended.map(sessionRef) },
    });
    return replaceSession(tx, account.sessionId, now);
  });
  return { secret };
}

async function checkOldPassword(account: AccountPrincipal, oldHash: string, change: PasswordChange) {
  const { currentPassword, address } = change;
  const proved = await limitAttempts({ subject: account.id, address }, async () =>
    (await verifyPassword(currentPassword ?? "", oldHash)) ? true : null,
  );
  if (proved === true) return;
  const message = "The old password is wrong; try again.";
  throw new AppError("bad-credentials", message, {
    errors: [{ pointer: "/currentPassword", message }],
  });
}

async function checkFirstPassword(ctx: ServiceContext, account: AccountPrincipal): Promise<void> {
  if (account.proof === "fresh") return;
  const session = await ctx.db.session.findUnique({ where: { id: account.sessionId } });
  const ageMs =
    session === null ? Number.POSITIVE_INFINITY : ctx.now().getTime() - session.createdAt.getTime();
  if (ageMs < FIRST_PASSWORD_MS) return;
  throw new AppError(
    "step-up-required",
    "Sign out, sign in again, and set your password within five minutes.",
  );
}
