import type { Refusal } from "../refusal.ts";

/** How long a proof of identity counts for a rollback. */
export const STEP_UP_SECONDS = 300;

/**
 * refuseWithoutProof asks for a proof of identity younger than five minutes. Where the server itself found the
 * person's identity provider away, a way back goes through all the same: it is marked, and every admin is told.
 */
export function refuseWithoutProof(provedAt: Date | null, now: Date, providerAway: boolean): Refusal | null {
  const ageSeconds =
    provedAt === null ? Number.POSITIVE_INFINITY : (now.getTime() - provedAt.getTime()) / 1000;
  if (ageSeconds < STEP_UP_SECONDS || providerAway) return null;
  return { code: "step-up-required", sentence: "Prove who you are again to roll back." };
}
