import { approvalWords } from "@/components/promotions/approval-words.ts";
import { HostReviewList } from "@/components/promotions/host-review-list.tsx";
import { PromotionProgress } from "@/components/promotions/promotion-progress.tsx";
import { ReviewForm } from "@/components/promotions/review-form.tsx";
import { ReviewList } from "@/components/promotions/review-list.tsx";
import { Card, CardTitle } from "@/components/ui/card.tsx";
import { IdText } from "@/components/ui/id-text.tsx";
import type { PromotionDetail, ReviewSubject } from "@/lib/contracts/promotions.ts";
import { isOpenPromotion } from "@/lib/domain/promotions/promotion-state.ts";

type RailProps = { project: string; promotion: PromotionDetail };

function Covers({ subject }: { subject: ReviewSubject }) {
  const rows = [
    { label: "Manifest", value: <IdText id={subject.manifestDigest} what="manifest digest" canCopy /> },
    { label: "Evidence", value: <IdText id={subject.evidenceDigest} what="evidence digest" canCopy /> },
    { label: "Policy", value: <span className="mono">{subject.policyLabel}</span> },
    {
      label: "Base",
      value: subject.baseReleaseId ? (
        <IdText id={subject.baseReleaseId} what="base release id" canCopy />
      ) : (
        "none, first release"
      ),
    },
  ];
  return (
    <Card>
      <CardTitle>A review covers</CardTitle>
      <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 text-meta">
        {rows.map((row) => (
          <div key={row.label} className="contents">
            <dt className="py-0.5 text-neutral">{row.label}</dt>
            <dd className="min-w-0 truncate py-0.5">{row.value}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-1 text-meta text-neutral">If one of these changes, the review is stale.</p>
    </Card>
  );
}

/** DecisionRail stays beside the page: who has said what, the decision, what it covers, and what happens next. */
export function DecisionRail({ project, promotion }: RailProps) {
  const isOpen = isOpenPromotion(promotion.state);
  return (
    <>
      <Card>
        <CardTitle>Decision</CardTitle>
        <div className="mt-1 flex flex-col gap-3">
          {isOpen ? <p className="text-meta text-neutral">{approvalWords(promotion)}</p> : null}
          <ReviewList reviews={promotion.reviews} />
          <HostReviewList reviews={promotion.hostReviews} />
          {isOpen ? <ReviewForm project={project} promotion={promotion} /> : null}
        </div>
      </Card>
      <Card>
        <CardTitle>Progress</CardTitle>
        <PromotionProgress project={project} promotion={promotion} />
      </Card>
      <Covers subject={promotion.subject} />
    </>
  );
}
