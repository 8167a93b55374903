import type { Transaction } from "../../db/client.ts";
import type { Account, Invite, Project } from "../../db/generated/client.ts";
import { findAccount, findAccountByEmail } from "../../db/repositories/accounts.ts";
import { findIdentity, insertIdentity, touchIdentity } from "../../db/repositories/identities.ts";
import { hasOpenInviteFor } from "../../db/repositories/invites.ts";
import type { SessionOrigin } from "../../db/repositories/sessions.ts";
import { type Audit, transact } from "../../db/transact.ts";
import {
  decideIdentity,
  IDENTITY_REFUSALS,
  type IdentityDecision,
  type IdentityRefusal,
} from "../../domain/access/decide-identity.ts";
import { NEVER_PROVED, readAuthTime } from "../../domain/access/proof.ts";
import { AppError } from "../../domain/errors.ts";
import type { ServiceContext } from "../context.ts";
import { acceptGrants } from "./accept-grants.ts";
import { findInvite } from "./accept-invite.ts";
import { createAccount } from "./create-account.ts";
import { startSession } from "./start-session.ts";
import { syncGroupRoles } from "./sync-group-roles.ts";
import { newcomer } from "./verify-session.ts";

/** What an identity provider says of a person, checked by the server: the signature, the nonce, the API's answer. */
export type IdentityClaims = {
  provider: string;
  /** The provider's own id of the person; it never changes and is never given to somebody else. */
  subject: string;
  name: string;
  /** As given; only shown. */
  email: string;
  /** Canonical; null where the provider does not say that it is verified. */
  verifiedEmail: string | null;
  /** Null where the provider does not tell, or none are asked for. */
  groups: readonly string[] | null;
  /** `auth_time`, in seconds since 1970; absent at providers that do not tell. */
  authTime: unknown;
};

export type IdentitySignIn = {
  claims: IdentityClaims;
  inviteToken: string | null;
  previousSecret: string | null;
  origin: SessionOrigin;
};

type Accepting = { invite: Invite; project: Project };

/**
 * signInByIdentity starts a session for whom an identity provider vouches for, and accepts the invite that was
 * opened before. Throws forbidden with the reason in `params.reason`, and what finding the invite throws.
 */
export async function signInByIdentity(
  ctx: ServiceContext,
  input: IdentitySignIn,
): Promise<{ accountId: string; secret: string; project: string | null }> {
  const { claims, inviteToken, origin } = input;
  const now = ctx.now();
  const accepting =
    inviteToken === null ? null : await findInvite(ctx, { token: inviteToken, address: origin.address });
  const decision = await decide(ctx, claims, accepting);
  if (decision.kind === "refuse") throw refusal(decision.reason);
  const known = decision.kind === "create" ? null : await findAccount(ctx.db, decision.accountId);
  const actor = known ?? { id: "newcomer", name: claims.name, email: claims.email };
  const acting = { ...ctx, principal: newcomer(actor, now), idempotency: undefined };
  return transact(acting, async (tx, audit) => {
    const account = known ?? (await createFor(tx, audit, claims, now));
    if (decision.kind === "sign_in") await touchIdentity(tx, { ...claims, now });
    else await linkIdentity(tx, audit, { claims, account, now });
    if (accepting !== null) await acceptGrants(acting, tx, audit, { ...accepting, account, now });
    if (claims.groups !== null) {
      await syncGroupRoles(tx, audit, { accountId: account.id, groups: claims.groups, now });
    }
    const provedAt = readAuthTime(claims.authTime, now) ?? NEVER_PROVED;
    const { previousSecret } = input;
    const start = { accountId: account.id, previousSecret, origin, provedAt, now };
    const secret = await startSession(tx, audit, start);
    return { accountId: account.id, secret, project: accepting?.project.slug ?? null };
  });
}

async function decide(
  ctx: ServiceContext,
  claims: IdentityClaims,
  accepting: Accepting | null,
): Promise<IdentityDecision> {
  const { provider, subject, verifiedEmail } = claims;
  const linked = await findIdentity(ctx.db, { provider, subject });
  const same = verifiedEmail === null ? null : await findAccountByEmail(ctx.db, verifiedEmail);
  return decideIdentity({
    identity: { verifiedEmail },
    linkedAccount: linked?.account ?? null,
    sameEmailAccountId: same?.id ?? null,
    hasOpenInviteForEmail:
      verifiedEmail !== null && (await hasOpenInviteFor(ctx.db, verifiedEmail, ctx.now())),
    invite: accepting === null ? null : { email: accepting.invite.email },
  });
}

function createFor(tx: Transaction, audit: Audit, claims: IdentityClaims, now: Date): Promise<Account> {
  const email = claims.verifiedEmail ?? claims.email;
  const name = claims.name.trim().slice(0, 100) || email;
  return createAccount(tx, audit, { email, name, passwordHash: null, isDemo: false, now });
}

/** linkIdentity notes whom a provider's subject belongs to, in the caller's transaction. */
export async function linkIdentity(
  tx: Transaction,
  audit: Audit,
  input: { claims: IdentityClaims; account: { id: string }; now: Date },
): Promise<void> {
  const { claims, account, now } = input;
  const { provider, subject, email } = claims;
  await insertIdentity(tx, { provider, subject, email, accountId: account.id, now });
  audit({
    chain: "installation",
    action: "identity.linked",
    resourceKind: "account",
    resourceId: account.id,
    after: { provider, subject, email },
  });
}

function refusal(reason: IdentityRefusal): AppError {
  return new AppError("forbidden", IDENTITY_REFUSALS[reason], { params: { reason } });
}
