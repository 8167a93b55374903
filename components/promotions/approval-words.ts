import type { PromotionDetail } from "@/lib/contracts/promotions.ts";

type Counts = Pick<PromotionDetail, "approvals" | "reviewersNeeded" | "environment" | "authorName">;

/** approvalWords says who has to act: `Needs 1 approval from a reviewer of production other than its authors.` */
export function approvalWords({ approvals, reviewersNeeded, environment }: Counts): string {
  const missing = Math.max(0, reviewersNeeded - approvals);
  if (missing === 0) return `It has the ${plural(reviewersNeeded, "approval")} that it needs.`;
  const who = `a reviewer of ${environment} who wrote no part of it`;
  return approvals === 0
    ? `Needs ${plural(missing, "approval")} from ${who}.`
    : `${approvals} of ${reviewersNeeded} approvals; needs ${plural(missing, "more approval")} from ${who}.`;
}

/** approveRefusal says why Approve is off: the viewer's own reason first, then the blockers; null when it is on. */
export function approveRefusal(
  promotion: Pick<PromotionDetail, "reviewRefusal" | "blockers">,
): string | null {
  if (promotion.reviewRefusal !== null) return promotion.reviewRefusal;
  const [first, ...others] = promotion.blockers.filter((blocker) => !HOLDS_MERGE_ONLY.has(blocker.code));
  if (first === undefined) return null;
  return others.length === 0 ? first.sentence : `${first.sentence} And ${others.length} more.`;
}

/** What holds up the merge and not the approval: another review, or what passes while the promotion waits. */
const HOLDS_MERGE_ONLY: ReadonlySet<string> = new Set([
  "changes_requested",
  "rollout_open",
  "reconciliation_open",
]);

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
