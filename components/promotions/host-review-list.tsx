import { RelativeTime } from "@/components/ui/relative-time.tsx";
import type { HostReviewRow } from "@/lib/contracts/promotions.ts";

const WORDS: Record<HostReviewRow["state"], string> = {
  approved: "Approved",
  changes_requested: "Requested changes",
  commented: "Commented",
  dismissed: "Was dismissed",
};

/** HostReviewList: what people said on the git host, newest first; it is shown beside the reviews and counts for none. */
export function HostReviewList({ reviews }: { reviews: readonly HostReviewRow[] }) {
  if (reviews.length === 0) return null;
  return (
    <section aria-label="On the git host" className="border-t border-hair pt-2">
      <p className="text-meta text-neutral">On the git host, where it counts for nothing here:</p>
      <ul className="mt-1 flex flex-col gap-0.5">
        {reviews.toReversed().map((review) => (
          <li key={review.reviewer + review.at + review.state} className="text-meta">
            <b>{review.reviewer}</b> {WORDS[review.state].toLowerCase()} <RelativeTime at={review.at} />
            {review.isOfHead ? null : ", an earlier head"}
          </li>
        ))}
      </ul>
    </section>
  );
}
