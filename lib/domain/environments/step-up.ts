import type { Refusal } from "../refusal.ts";

/** How long a proof of identity counts for a rollback. */
export const STEP_UP_SECONDS = 300;

/** refuseWithoutProof asks for a proof of identity younger than five minutes. */
export function refuseWithoutProof(provedAt: Date | null, now: Date): Refusal | null {
  const ageSeconds =
    provedAt === null ? Number.POSITIVE_INFINITY : (now.getTime() - provedAt.getTime()) / 1000;
  if (ageSeconds < STEP_UP_SECONDS) return null;
  return { code: "step-up-required", sentence: "Enter your password again to roll back." };
}
