import type { Refusal } from "../refusal.ts";

export const INVITE_STATES = ["open", "accepted", "revoked", "expired"] as const;
export type InviteState = (typeof INVITE_STATES)[number];

type Times = { expiresAt: Date; acceptedAt: Date | null; revokedAt: Date | null };

/** inviteState says whether an invite link still works, and if not, what ended it. */
export function inviteState({ expiresAt, acceptedAt, revokedAt }: Times, now: Date): InviteState {
  if (acceptedAt !== null) return "accepted";
  if (revokedAt !== null) return "revoked";
  return expiresAt.getTime() > now.getTime() ? "open" : "expired";
}

/** refuseRevokeInvite says why an invite cannot be revoked; null when it can. What gave roles is taken from the member. */
export function refuseRevokeInvite(invite: Times, now: Date): Refusal | null {
  const state = inviteState(invite, now);
  if (state === "open") return null;
  if (state === "accepted")
    return { code: "wrong-state", sentence: "This link was used; take the roles from the member instead." };
  return { code: "no-op", sentence: `This link is ${state} already.` };
}
