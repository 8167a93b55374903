/** What keeps a merged release from being served, in words; null when the rollout may start. */
export function waitsFor(facts: {
  isQuarantined: boolean;
  lastRollbackAt: Date | null;
  cooldownMinutes: number;
  openReconciliation: { number: number } | null;
  now: Date;
}): string | null {
  if (facts.isQuarantined) return "The release is quarantined: a reviewer has to lift that first.";
  const leftMinutes = cooldownLeftMinutes(facts);
  if (leftMinutes > 0)
    return `The environment was rolled back: the next rollout starts in ${leftMinutes} min.`;
  if (facts.openReconciliation === null) return null;
  return `Reconciliation #${facts.openReconciliation.number} is open: git has to name what is served first.`;
}

function cooldownLeftMinutes(facts: {
  lastRollbackAt: Date | null;
  cooldownMinutes: number;
  now: Date;
}): number {
  if (facts.lastRollbackAt === null) return 0;
  const until = facts.lastRollbackAt.getTime() + facts.cooldownMinutes * 60_000;
  return Math.ceil((until - facts.now.getTime()) / 60_000);
}
