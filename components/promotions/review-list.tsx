import { StatusBadge } from "@/components/status/status-badge.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import type { ReviewRow } from "@/lib/contracts/promotions.ts";

function Badge({ review }: { review: ReviewRow }) {
  if (review.staleBecause !== null) return <StatusBadge family="review" state="stale" />;
  if (review.decision === "approve") return <StatusBadge family="review" state="approved" />;
  if (review.decision === "reject") return <StatusBadge family="promotion" state="rejected" />;
  return <StatusBadge family="review" state="changes_requested" />;
}

const WORDS: Record<ReviewRow["decision"], string> = {
  approve: "Approved",
  request_changes: "Requested changes",
  reject: "Rejected",
};

/** ReviewList: each review, newest first, with what made it stale. */
export function ReviewList({ reviews }: { reviews: readonly ReviewRow[] }) {
  if (reviews.length === 0) return <p className="text-meta text-neutral">Nobody has reviewed this yet.</p>;
  return (
    <ul className="flex flex-col divide-y divide-hair">
      {reviews.toReversed().map((review) => (
        <li key={review.accountName + review.createdAt} className="flex flex-col gap-0.5 py-2 first:pt-0">
          <div className="flex items-center justify-between gap-2">
            <b className="truncate">{review.accountName}</b>
            <Badge review={review} />
          </div>
          <p className="text-meta text-neutral">
            {WORDS[review.decision]} <RelativeTime at={review.createdAt} />
            {review.costReviewed ? ", cost looked at" : null}.{review.comment ? ` “${review.comment}”` : null}
          </p>
          {review.staleBecause ? <p className="text-meta text-warn">{review.staleBecause}</p> : null}
        </li>
      ))}
    </ul>
  );
}
