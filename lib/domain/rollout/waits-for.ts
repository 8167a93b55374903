/** What keeps a merged release from being served, in words; null when the rollout may start. */
export function waitsFor(facts: {
  isQuarantined: boolean;
  lastRollbackAt: Date | null;
  cooldownMinutes: number;
  now: Date;
}): string | null {
  if (facts.isQuarantined) return "The release is quarantined: a reviewer has to lift that first.";
  if (facts.lastRollbackAt === null) return null;
  const until = facts.lastRollbackAt.getTime() + facts.cooldownMinutes * 60_000;
  const leftMinutes = Math.ceil((until - facts.now.getTime()) / 60_000);
  if (leftMinutes <= 0) return null;
  return `The environment was rolled back: the next rollout starts in ${leftMinutes} min.`;
}
