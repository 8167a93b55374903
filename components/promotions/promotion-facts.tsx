import { PullRequestLink } from "@/components/shell/pull-request-link.tsx";
import { type Fact, FactsStrip } from "@/components/ui/facts-strip.tsx";
import { IdText } from "@/components/ui/id-text.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import type { PromotionDetail } from "@/lib/contracts/promotions.ts";

function releaseLink(project: string, id: string) {
  return <IdText id={id} what="release id" href={`/${project}/releases/${id}`} canCopy />;
}

/** PromotionFacts: what is compared, whose it is, and under which policy. */
export function PromotionFacts({ project, promotion }: { project: string; promotion: PromotionDetail }) {
  const { baseReleaseId, releaseId, pullNumber, branch } = promotion;
  const facts: Fact[] = [
    {
      label: "Control, base",
      value: baseReleaseId ? releaseLink(project, baseReleaseId) : "none, first release",
    },
    { label: "Candidate", value: releaseLink(project, releaseId) },
    { label: "Author", value: promotion.authorName },
    { label: "Policy", value: <span className="mono">{promotion.subject.policyLabel}</span> },
    { label: "Opened", value: <RelativeTime at={promotion.createdAt} /> },
    {
      label: "Pull request",
      value:
        pullNumber === null ? (
          promotion.isPullPending ? (
            "approved, pull request pending"
          ) : (
            "none yet"
          )
        ) : (
          <PullRequestLink number={pullNumber} />
        ),
      qualifier: pullNumber !== null && branch ? <span className="mono">{branch}</span> : undefined,
    },
  ];
  return <FactsStrip facts={facts} />;
}
