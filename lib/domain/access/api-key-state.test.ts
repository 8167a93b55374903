import { describe, expect, it } from "vitest";
import { apiKeyState } from "./api-key-state.ts";

const T0 = new Date("2026-11-01T12:00:00Z");
const inDays = (days: number) => new Date(T0.getTime() + days * 24 * 3_600_000);

describe("how a key stands", () => {
  it.each([
    { name: "a month before its end", expiresAt: inDays(30), revokedAt: null, state: "active" },
    { name: "fourteen days before its end", expiresAt: inDays(14), revokedAt: null, state: "expiring" },
    { name: "at its end", expiresAt: T0, revokedAt: null, state: "expired" },
    { name: "revoked", expiresAt: inDays(30), revokedAt: T0, state: "revoked" },
    { name: "revoked and over", expiresAt: inDays(-1), revokedAt: inDays(-2), state: "revoked" },
  ])("$name: $state", ({ expiresAt, revokedAt, state }) =>
    expect(apiKeyState({ expiresAt, revokedAt }, T0)).toBe(state),
  );
});
