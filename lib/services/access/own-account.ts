import { findAccount } from "../../db/repositories/accounts.ts";
import { deleteIdentities, listIdentities } from "../../db/repositories/identities.ts";
import { revokeSessionsOf } from "../../db/repositories/sessions.ts";
import { transact } from "../../db/transact.ts";
import type { AccountPrincipal } from "../../domain/access/principal.ts";
import type { Proof } from "../../domain/access/proof.ts";
import { AppError } from "../../domain/errors.ts";
import type { ServiceContext } from "../context.ts";
import { requireFreshProof } from "./require-fresh-proof.ts";
import { replaceSession, sessionRef } from "./start-session.ts";

export type OwnIdentity = {
  provider: string;
  email: string;
  createdAt: string;
  lastUsedAt: string;
};

export type OwnAccount = {
  name: string;
  email: string;
  hasPassword: boolean;
  proof: Proof;
  identities: OwnIdentity[];
};

/** describeOwnAccount says how somebody can sign in; times are ISO 8601. */
export async function describeOwnAccount(
  ctx: ServiceContext,
  account: AccountPrincipal,
): Promise<OwnAccount> {
  const row = await findAccount(ctx.db, account.id);
  const identities = await listIdentities(ctx.db, account.id);
  return {
    name: account.name,
    email: account.email,
    hasPassword: row?.passwordHash != null,
    proof: account.proof,
    identities: identities.map(({ provider, email, createdAt, lastUsedAt }) => ({
      ...{ provider, email },
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt.toISOString(),
    })),
  };
}

/** unlinkIdentity ends the link with a provider, and the sessions it started; a way to sign in has to be left. */
export async function unlinkIdentity(
  ctx: ServiceContext,
  account: AccountPrincipal,
  provider: string,
): Promise<{ secret: string }> {
  requireFreshProof(account);
  const now = ctx.now();
  const secret = await transact({ ...ctx, principal: account }, async (tx, audit) => {
    await tx.$queryRaw`SELECT id FROM account WHERE id = ${account.id} FOR UPDATE`;
    const row = await findAccount(tx, account.id);
    const identities = await listIdentities(tx, account.id);
    const unlinked = identities.filter((identity) => identity.provider === provider);
    if (unlinked.length === 0)
      throw new AppError("not-found", "Your account has no identity of this provider.");
    if (row?.passwordHash == null && unlinked.length === identities.length) {
      throw new AppError(
        "wrong-state",
        "This is the only way to sign in to your account; add another one first.",
      );
    }
    await deleteIdentities(tx, account.id, provider);
    const ended = await revokeSessionsOf(tx, { accountId: account.id, exceptId: account.sessionId, now });
    audit({
      chain: "installation",
      action: "identity.unlinked",
      resourceKind: "account",
      resourceId: account.id,
      before: { provider, subjects: unlinked.map(({ subject }) => subject) },
      after: { sessions: ended.map(sessionRef) },
    });
    return replaceSession(tx, account.sessionId, now);
  });
  return { secret };
}
