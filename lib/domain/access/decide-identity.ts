/** An e-mail as an identity provider gave it; only a verified one in canonical form counts for anything. */
export type ProvenIdentity = { verifiedEmail: string | null };

/** What is known here of somebody who comes back from an identity provider to sign in. */
export type IdentityFacts = {
  identity: ProvenIdentity;
  /** The account that this provider's subject is linked with. */
  linkedAccount: { id: string; email: string } | null;
  /** The account that has the verified e-mail. */
  sameEmailAccountId: string | null;
  /** Whether an invite for exactly the verified e-mail is open somewhere. */
  hasOpenInviteForEmail: boolean;
  /** The invite whose link was opened; `email` is null where anybody with the link may use it. */
  invite: { email: string | null } | null;
};

export type IdentityDecision =
  | { kind: "sign_in"; accountId: string }
  | { kind: "link"; accountId: string }
  | { kind: "create"; email: string }
  | { kind: "refuse"; reason: IdentityRefusal };

export const IDENTITY_REFUSALS = {
  "email-not-verified":
    "Your identity provider does not say that your e-mail is verified, so it cannot be matched with an account here. Ask an admin of the provider.",
  "needs-invite": "Nobody here has this identity yet. Ask an admin of a project for an invite.",
  "link-first":
    "An account with this e-mail exists. Sign in to it as before, open your account page and link this identity there, or ask an admin for an invite to your e-mail.",
  "wrong-email": "This invite is for another e-mail address. Sign in there as the person who was invited.",
} as const;
export type IdentityRefusal = keyof typeof IDENTITY_REFUSALS;

/**
 * decideIdentity says what a sign-in by an identity provider leads to. A known subject signs in. An account is linked
 * only by its verified e-mail together with an open invite for that e-mail; a new account needs an opened invite.
 */
export function decideIdentity(facts: IdentityFacts): IdentityDecision {
  const { identity, linkedAccount, sameEmailAccountId, invite } = facts;
  const email = identity.verifiedEmail;
  if (linkedAccount === null && email === null) return refuse("email-not-verified");
  const emails = [email, linkedAccount?.email ?? null];
  if (invite !== null && invite.email !== null && !emails.includes(invite.email))
    return refuse("wrong-email");
  if (linkedAccount !== null) return { kind: "sign_in", accountId: linkedAccount.id };
  if (email === null) return refuse("email-not-verified");
  if (sameEmailAccountId !== null) {
    const isConfirmed = facts.hasOpenInviteForEmail || invite?.email === email;
    return isConfirmed ? { kind: "link", accountId: sameEmailAccountId } : refuse("link-first");
  }
  return invite === null ? refuse("needs-invite") : { kind: "create", email };
}

function refuse(reason: IdentityRefusal): IdentityDecision {
  return { kind: "refuse", reason };
}
