import type { Review } from "../../domain/promotions/review-rules.ts";
import type { Reader } from "../client.ts";

/** A stored review with its words. */
export type LoadedReview = Review & { comment: string };

/** loadReviews reads all reviews of a promotion, oldest first. */
export async function loadReviews(
  db: Reader,
  projectId: string,
  promotionNumber: number,
): Promise<LoadedReview[]> {
  const rows = await db.review.findMany({
    where: { projectId, promotionNumber },
    orderBy: { createdAt: "asc" },
  });
  return rows.map((row) => ({
    accountId: row.accountId,
    accountName: row.accountName,
    decision: row.decision === "approve" ? "approve" : "request_changes",
    comment: row.comment,
    costReviewed: row.costReviewed,
    subject: {
      manifestDigest: row.manifestDigest,
      baseReleaseId: row.baseReleaseId,
      policyLabel: row.policyLabel,
      evidenceDigest: row.evidenceDigest,
    },
    createdAt: row.createdAt,
  }));
}
