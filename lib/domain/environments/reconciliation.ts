/** What a look at git means for an open reconciliation. */
export type ReconciliationFinding =
  | { kind: "agree"; mergeCommit: string | null }
  | { kind: "disagree"; desiredReleaseId: string | null };

/** judgeReconciliation compares what git names on main with what is served: facts alone close it. */
export function judgeReconciliation(facts: {
  desiredReleaseId: string | null;
  servedReleaseId: string;
  headCommit: string;
}): ReconciliationFinding {
  if (facts.desiredReleaseId === facts.servedReleaseId)
    return { kind: "agree", mergeCommit: facts.headCommit };
  return { kind: "disagree", desiredReleaseId: facts.desiredReleaseId };
}

/** retryDelaySeconds is how long to wait after the nth failed try: 1, 2, 4, ... at most `capSeconds`. */
export function retryDelaySeconds(attempts: number, capSeconds: number): number {
  return Math.min(capSeconds, 2 ** Math.min(Math.max(attempts - 1, 0), 20));
}

/** hoursAfter is a deadline: so many hours after a moment. */
export function hoursAfter(at: Date, hours: number): Date {
  return new Date(at.getTime() + hours * 3_600_000);
}
