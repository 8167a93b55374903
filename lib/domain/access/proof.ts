import { STEP_UP_SECONDS } from "../environments/step-up.ts";

/**
 * How well a session has proved who is behind it: `fresh` within five minutes; `provider_away` where the account has
 * no password and the server itself found its identity provider away within five minutes; `stale` otherwise.
 */
export const PROOFS = ["fresh", "stale", "provider_away"] as const;
export type Proof = (typeof PROOFS)[number];

/** A session that was never proved in itself: its provider did not say when the person last signed in there. */
export const NEVER_PROVED = new Date(0);

/** How far the clocks of the console and of an identity provider may be apart. */
const CLOCK_SKEW_SECONDS = 10;

/** proofOf says how a session's proof stands now. A password account never gets by without its password. */
export function proofOf(
  session: { provedAt: Date; providerAwayAt: Date | null; hasPassword: boolean },
  now: Date,
): Proof {
  if (isWithin(session.provedAt, now)) return "fresh";
  const { providerAwayAt, hasPassword } = session;
  return !hasPassword && providerAwayAt !== null && isWithin(providerAwayAt, now) ? "provider_away" : "stale";
}

/**
 * checkAuthTime reads when an identity provider last saw the person sign in (`auth_time`, seconds since 1970;
 * OpenID Connect Core 1.0 section 2). Null where it is missing, in the future, or older than five minutes.
 */
export function checkAuthTime(authTime: unknown, now: Date): Date | null {
  const at = readAuthTime(authTime, now);
  if (at === null) return null;
  const ageSeconds = (now.getTime() - at.getTime()) / 1000;
  return ageSeconds <= STEP_UP_SECONDS + CLOCK_SKEW_SECONDS ? at : null;
}

/** readAuthTime is the moment of `auth_time`, at most now; null where there is none to believe. */
export function readAuthTime(authTime: unknown, now: Date): Date | null {
  if (typeof authTime !== "number" || !Number.isFinite(authTime) || authTime < 0) return null;
  if (authTime * 1000 > now.getTime() + CLOCK_SKEW_SECONDS * 1000) return null;
  return new Date(Math.min(authTime * 1000, now.getTime()));
}

function isWithin(at: Date, now: Date): boolean {
  return (now.getTime() - at.getTime()) / 1000 < STEP_UP_SECONDS;
}
