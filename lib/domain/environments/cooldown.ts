import type { Refusal } from "../refusal.ts";

/**
 * cooldownUntil is until when no rollout starts after the last rollback; null where none waits, because there was
 * no rollback or a reviewer ended the wait after it.
 */
export function cooldownUntil(facts: {
  lastRollbackAt: Date | null;
  cooldownEndedAt: Date | null;
  cooldownMinutes: number;
}): Date | null {
  const { lastRollbackAt, cooldownEndedAt } = facts;
  if (lastRollbackAt === null) return null;
  if (cooldownEndedAt !== null && cooldownEndedAt.getTime() >= lastRollbackAt.getTime()) return null;
  return new Date(lastRollbackAt.getTime() + facts.cooldownMinutes * 60_000);
}

/** refuseEndCooldown says why there is no cooldown to end. */
export function refuseEndCooldown(facts: { cooldownUntil: Date | null; now: Date }): Refusal | null {
  if (facts.cooldownUntil !== null && facts.cooldownUntil.getTime() > facts.now.getTime()) return null;
  return { code: "no-op", sentence: "No cooldown runs here: the next rollout may start." };
}
