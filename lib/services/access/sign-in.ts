import { findAccountByEmail } from "../../db/repositories/accounts.ts";
import { transact } from "../../db/transact.ts";
import { parseEmail } from "../../domain/access/email.ts";
import { AppError } from "../../domain/errors.ts";
import type { ServiceContext } from "../context.ts";
import { limitAttempts } from "./attempts.ts";
import { verifyPassword } from "./password.ts";
import { startSession } from "./start-session.ts";
import { newcomer } from "./verify-session.ts";

export type SignIn = {
  email: string;
  password: string;
  /** The session this browser held before: it ends, so that a planted one is worth nothing. */
  previousSecret: string | null;
  address: string | null;
  /** What the browser calls itself; shown in the list of sessions. */
  userAgent?: string;
};

/**
 * signIn checks an e-mail and a password and starts a session; returns the secret for the cookie.
 * An unknown e-mail, a wrong password and a disabled account get the same answer after the same work.
 */
export async function signIn(
  ctx: ServiceContext,
  input: SignIn,
): Promise<{ accountId: string; secret: string }> {
  const email = parseEmail(input.email);
  const subject = email ?? input.email.slice(0, 300);
  const account = await limitAttempts({ subject, address: input.address }, async () => {
    const found = email === null ? null : await findAccountByEmail(ctx.db, email);
    return (await verifyPassword(input.password, found?.passwordHash ?? null)) ? found : null;
  });
  if (account === null)
    throw new AppError("bad-credentials", "The e-mail or the password is wrong; check both.");
  const now = ctx.now();
  const { previousSecret, userAgent = "" } = input;
  const origin = { provider: "password", userAgent, address: input.address ?? "" };
  const secret = await transact(
    { ...ctx, principal: newcomer(account, now), idempotency: undefined },
    (tx, audit) =>
      startSession(tx, audit, { accountId: account.id, previousSecret, origin, provedAt: now, now }),
  );
  return { accountId: account.id, secret };
}
