/** A key that ends this soon is shown as expiring. */
export const EXPIRING_DAYS = 14;
const DAY_MS = 24 * 3_600_000;

export const API_KEY_STATES = ["active", "expiring", "expired", "revoked"] as const;
export type ApiKeyState = (typeof API_KEY_STATES)[number];

/** apiKeyState says how a key stands: `expiring` within fourteen days of its end. */
export function apiKeyState(key: { expiresAt: Date; revokedAt: Date | null }, now: Date): ApiKeyState {
  if (key.revokedAt !== null) return "revoked";
  const leftMs = key.expiresAt.getTime() - now.getTime();
  if (leftMs <= 0) return "expired";
  return leftMs <= EXPIRING_DAYS * DAY_MS ? "expiring" : "active";
}
