import { findIdentity, isIdentityTaken, touchIdentity } from "../../db/repositories/identities.ts";
import { markProviderAway } from "../../db/repositories/sessions.ts";
import { expectOne, transact } from "../../db/transact.ts";
import type { AccountPrincipal } from "../../domain/access/principal.ts";
import { checkAuthTime } from "../../domain/access/proof.ts";
import { AppError } from "../../domain/errors.ts";
import type { ServiceContext } from "../context.ts";
import { requireFreshProof } from "./require-fresh-proof.ts";
import { type IdentityClaims, linkIdentity } from "./sign-in-by-identity.ts";
import { replaceSession, sessionRef } from "./start-session.ts";
import { proveSession } from "./step-up.ts";

/**
 * proveByIdentity takes a sign-in at the identity provider, made just now, as the proof of who is behind a session.
 * The subject has to be one of the session's own account, and the provider has to say when the person signed in.
 */
export async function proveByIdentity(
  ctx: ServiceContext,
  account: AccountPrincipal,
  claims: IdentityClaims,
): Promise<{ provedAt: Date; secret: string }> {
  const now = ctx.now();
  const { provider, subject } = claims;
  const linked = await findIdentity(ctx.db, { provider, subject });
  if (linked?.accountId !== account.id) {
    throw new AppError("forbidden", "Another person signed in at the provider; sign in there as yourself.", {
      params: { reason: "wrong-person" },
    });
  }
  const provedAt = checkAuthTime(claims.authTime, now);
  if (provedAt === null) {
    throw new AppError("step-up-required", "The provider did not ask you to sign in again; try once more.", {
      params: { reason: "login-too-old" },
    });
  }
  const secret = await transact({ ...ctx, principal: account }, async (tx, audit) => {
    await touchIdentity(tx, { provider, subject, now });
    return proveSession(tx, audit, { account, provedAt, now, provider });
  });
  return { provedAt, secret };
}

/**
 * linkOwnIdentity links a provider's subject with the account of a session that was freshly proved. The e-mail has to
 * be verified, but may be another one than the account's: the person has just proved both.
 */
export async function linkOwnIdentity(
  ctx: ServiceContext,
  account: AccountPrincipal,
  claims: IdentityClaims,
): Promise<{ secret: string }> {
  requireFreshProof(account);
  const { provider, subject, verifiedEmail } = claims;
  if (verifiedEmail === null) {
    throw new AppError("forbidden", "The provider does not say that your e-mail is verified.", {
      params: { reason: "email-not-verified" },
    });
  }
  if (await isIdentityTaken(ctx.db, { provider, subject })) {
    throw new AppError("wrong-state", "This identity is linked with an account already.", {
      params: { reason: "identity-taken" },
    });
  }
  const now = ctx.now();
  const secret = await transact({ ...ctx, principal: account }, async (tx, audit) => {
    await linkIdentity(tx, audit, { claims, account, now });
    return replaceSession(tx, account.sessionId, now);
  });
  return { secret };
}

/**
 * noteProviderAway notes that the server itself could not reach the identity provider while a person had to prove who
 * they are there. For five minutes a rollback of that session goes through, marked. Accounts with a password, or
 * without an identity of that provider, get nothing from it.
 */
export async function noteProviderAway(
  ctx: ServiceContext,
  account: AccountPrincipal,
  input: { provider: string; cause: string },
): Promise<void> {
  const row = await ctx.db.account.findUnique({
    where: { id: account.id },
    include: { identities: { where: { provider: input.provider } } },
  });
  if (row === null || row.passwordHash !== null || row.identities.length === 0) {
    throw new AppError("unavailable", "Your identity provider does not answer; try again in a moment.", {
      params: { reason: "provider-away" },
    });
  }
  await transact({ ...ctx, principal: account }, async (tx, audit) => {
    expectOne(await markProviderAway(tx, account.sessionId, ctx.now()), "session");
    audit({
      chain: "installation",
      action: "session.provider_away",
      resourceKind: "account",
      resourceId: account.id,
      after: { session: sessionRef(account.sessionId), ...input },
    });
  });
}
