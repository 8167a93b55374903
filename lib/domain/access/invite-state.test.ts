import { describe, expect, it } from "vitest";
import { inviteState, refuseRevokeInvite } from "./invite-state.ts";

const T0 = new Date("2026-11-01T12:00:00Z");
const at = (seconds: number) => new Date(T0.getTime() + seconds * 1000);
const OPEN = { expiresAt: at(1), acceptedAt: null, revokedAt: null };

describe("an invite link", () => {
  it.each([
    { name: "works until its end", invite: OPEN, state: "open", code: undefined },
    { name: "is over at its end", invite: { ...OPEN, expiresAt: T0 }, state: "expired", code: "no-op" },
    { name: "works once", invite: { ...OPEN, acceptedAt: at(-9) }, state: "accepted", code: "wrong-state" },
    { name: "is revoked once", invite: { ...OPEN, revokedAt: at(-9) }, state: "revoked", code: "no-op" },
    {
      name: "that was used and is over was used",
      invite: { ...OPEN, acceptedAt: at(-9), expiresAt: at(-1) },
      ...{ state: "accepted", code: "wrong-state" },
    },
  ])("$name", ({ invite, state, code }) => {
    expect(inviteState(invite, T0)).toBe(state);
    expect(refuseRevokeInvite(invite, T0)?.code).toBe(code);
  });
});
