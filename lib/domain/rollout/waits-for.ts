/**
 * What keeps a merged release from being served, in words; null when the rollout may start. The cooldown is the
 * environment's: a release that waits cannot shorten it by its own policy.
 */
export function waitsFor(facts: {
  isQuarantined: boolean;
  /** Null where no cooldown runs; it may be over. */
  cooldownUntil: Date | null;
  openReconciliation: { number: number } | null;
  now: Date;
}): string | null {
  if (facts.isQuarantined) return "The release is quarantined: a reviewer has to lift that first.";
  const leftMinutes = minutesUntil(facts.cooldownUntil, facts.now);
  if (leftMinutes > 0)
    return `The environment was rolled back: the next rollout starts in ${leftMinutes} min.`;
  if (facts.openReconciliation === null) return null;
  return `Reconciliation #${facts.openReconciliation.number} is open: git has to name what is served first.`;
}

function minutesUntil(until: Date | null, now: Date): number {
  return until === null ? 0 : Math.ceil((until.getTime() - now.getTime()) / 60_000);
}
