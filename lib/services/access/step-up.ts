import type { Transaction } from "../../db/client.ts";
import { findAccount } from "../../db/repositories/accounts.ts";
import { markProved } from "../../db/repositories/sessions.ts";
import { type Audit, expectOne, transact } from "../../db/transact.ts";
import type { AccountPrincipal } from "../../domain/access/principal.ts";
import { AppError } from "../../domain/errors.ts";
import type { ServiceContext } from "../context.ts";
import { limitAttempts } from "./attempts.ts";
import { verifyPassword } from "./password.ts";
import { hashSecret } from "./secrets.ts";
import { replaceSession, sessionRef } from "./start-session.ts";

/**
 * stepUp notes that the person behind a session has just given their password; acts that need it look at the time.
 * The session gets a new id: what somebody may have learned of the old one is worth nothing from now on.
 */
export async function stepUp(
  ctx: ServiceContext,
  account: AccountPrincipal,
  input: { password: string; address: string | null },
): Promise<{ provedAt: Date; secret: string }> {
  const found = await findAccount(ctx.db, account.id);
  if (found !== null && found.passwordHash === null) {
    throw new AppError("wrong-state", "This account has no password; prove who you are at your provider.");
  }
  const proved = await limitAttempts({ subject: account.id, address: input.address }, async () =>
    (await verifyPassword(input.password, found?.passwordHash ?? null)) ? found : null,
  );
  if (proved === null) throw new AppError("bad-credentials", "The password is wrong; try again.");
  const provedAt = ctx.now();
  const secret = await transact({ ...ctx, principal: account }, (tx, audit) =>
    proveSession(tx, audit, { account, provedAt, now: provedAt, provider: "password" }),
  );
  return { provedAt, secret };
}

/** proveSession moves a session's proof and gives it a new id, in the caller's transaction; returns its secret. */
export async function proveSession(
  tx: Transaction,
  audit: Audit,
  input: { account: AccountPrincipal; provedAt: Date; now: Date; provider: string },
): Promise<string> {
  const { account, provedAt, now, provider } = input;
  expectOne(await markProved(tx, account.sessionId, provedAt), "session");
  const secret = await replaceSession(tx, account.sessionId, now);
  audit({
    chain: "installation",
    action: "session.proved",
    resourceKind: "account",
    resourceId: account.id,
    before: { session: sessionRef(account.sessionId) },
    after: { session: sessionRef(hashSecret(secret)), provider },
  });
  return secret;
}
