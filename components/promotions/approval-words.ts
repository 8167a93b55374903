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

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
