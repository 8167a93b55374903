import type { Refusal } from "../refusal.ts";

/** What a look at git means for an open reconciliation. */
export type ReconciliationFinding =
  | { kind: "agree"; mergeCommit: string | null }
  | { kind: "disagree"; desiredReleaseId: string | null };

/**
 * judgeReconciliation compares what git names on main with what it has to name (expectedInGit): facts alone close it.
 * A change that was reviewed after all agrees as soon as its rollout is on its way; the control beside an open rollout
 * does not, because the rollout's merge is undone then.
 */
export function judgeReconciliation(facts: {
  desiredReleaseId: string | null;
  expectedReleaseId: string | null;
  headCommit: string;
}): ReconciliationFinding {
  const { desiredReleaseId: desired } = facts;
  return desired === facts.expectedReleaseId
    ? { kind: "agree", mergeCommit: facts.headCommit }
    : { kind: "disagree", desiredReleaseId: desired };
}

/** retryDelaySeconds is how long to wait after the nth failed try: 1, 2, 4, ... at most `capSeconds`. */
export function retryDelaySeconds(attempts: number, capSeconds: number): number {
  return Math.min(capSeconds, 2 ** Math.min(Math.max(attempts - 1, 0), 20));
}

/** hoursAfter is a deadline: so many hours after a moment. */
export function hoursAfter(at: Date, hours: number): Date {
  return new Date(at.getTime() + hours * 3_600_000);
}

/**
 * jitteredDelaySeconds is the wait before the next try with full jitter: anything up to the doubled delay, so that
 * many clients do not come back at once. What the host asked for is waited for in full. `random` is in [0, 1).
 */
export function jitteredDelaySeconds(facts: {
  attempts: number;
  capSeconds: number;
  retryAfterSeconds: number | null;
  random: number;
}): number {
  if (facts.retryAfterSeconds !== null) return facts.retryAfterSeconds + facts.random;
  return Math.max(MIN_DELAY_SECONDS, facts.random * retryDelaySeconds(facts.attempts, facts.capSeconds));
}

const MIN_DELAY_SECONDS = 0.25;

/** nextBranch is the branch of the pull request after one that was merged for an older target or closed by hand. */
export function nextBranch(branch: string): string {
  const match = /^(.*)\.([0-9]+)$/.exec(branch);
  return match === null ? `${branch}.2` : `${match[1]}.${Number(match[2]) + 1}`;
}

/** refusePostReview says why somebody cannot say that they looked at an emergency afterwards. */
export function refusePostReview(facts: {
  dueAt: Date | null;
  reviewedAt: Date | null;
  /** Whoever acted, and whoever owns it. */
  actors: ReadonlySet<string>;
  principal: string;
}): Refusal | null {
  if (facts.dueAt === null)
    return { code: "wrong-state", sentence: "Nobody has to look at this one afterwards." };
  if (facts.reviewedAt !== null) return { code: "no-op", sentence: "Somebody has looked at it already." };
  if (!facts.actors.has(facts.principal)) return null;
  return { code: "self-approval", sentence: "You acted here: someone else has to look at it." };
}

/** How often an owner is reminded at most. */
export const REMIND_EVERY_MINUTES = 10;

/** refuseRemind says why an owner is not reminded now. */
export function refuseRemind(facts: { state: string; remindedAt: Date | null; now: Date }): Refusal | null {
  if (facts.state !== "open")
    return { code: "wrong-state", sentence: "This reconciliation is closed already." };
  if (facts.remindedAt === null) return null;
  const leftMs = facts.remindedAt.getTime() + REMIND_EVERY_MINUTES * 60_000 - facts.now.getTime();
  if (leftMs <= 0) return null;
  const minutes = Math.ceil(leftMs / 60_000);
  return { code: "no-op", sentence: `The owner was reminded just now; try again in ${minutes} min.` };
}
