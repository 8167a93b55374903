import Link from "next/link";
import type { ReactNode } from "react";
import { EvidenceRuns } from "@/components/lineage/evidence-runs.tsx";
import { PullRequestLink } from "@/components/shell/pull-request-link.tsx";
import { StatusBadge } from "@/components/status/status-badge.tsx";
import { Card, CardTitle } from "@/components/ui/card.tsx";
import { formatNumber } from "@/components/ui/format-number.ts";
import { AbsoluteTime } from "@/components/ui/relative-time.tsx";
import type { Lineage } from "@/lib/contracts/requests.ts";

type DecisionCardsProps = { project: string; lineage: Lineage };

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3">
      <dt className="text-neutral">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

function Verdict({ verdict }: { verdict: string | null }) {
  switch (verdict) {
    case "pass":
    case "fail":
    case "insufficient":
      return <StatusBadge family="verdict" state={verdict} variant="plain" />;
    default:
      return <span className="text-neutral">{verdict ?? "not judged"}</span>;
  }
}

function Evidence({ project, lineage }: DecisionCardsProps) {
  const { promotion, reviews } = lineage;
  if (promotion === null) {
    return (
      <p className="text-neutral">
        No promotion led here: git named this release already when Tupelo first read the repository, or it was
        served in another environment.
      </p>
    );
  }
  return (
    <dl className="flex flex-col gap-1">
      <Line label="Promotion">
        <Link href={`/${project}/promotions/${promotion.number}`} className="text-active underline">
          {promotion.number}, {promotion.title}
        </Link>{" "}
        by {promotion.authorName}
      </Line>
      <Line label="Gate">
        <Verdict verdict={promotion.gateVerdict} /> under {promotion.policyLabel}
      </Line>
      {lineage.evidence.length > 0 ? (
        <Line label="Evidence">
          <EvidenceRuns project={project} evidence={lineage.evidence} />
        </Line>
      ) : null}
      {reviews.map((review) => (
        <Line key={`${review.accountName} ${review.createdAt}`} label="Review">
          {review.accountName} {review.decision === "approve" ? "approved" : "requested changes"},{" "}
          <AbsoluteTime at={review.createdAt} />
          {review.comment ? <span className="block text-neutral">“{review.comment}”</span> : null}
        </Line>
      ))}
      <Line label="Merged">
        {promotion.mergeCommit ? <span className="mono break-all">{promotion.mergeCommit}</span> : "not yet"}
        {promotion.pullNumber === null ? null : (
          <>
            , pull request <PullRequestLink number={promotion.pullNumber} />
          </>
        )}
        {promotion.mergedAt ? (
          <span className="block text-neutral">
            <AbsoluteTime at={promotion.mergedAt} />
          </span>
        ) : null}
      </Line>
    </dl>
  );
}

/** What gateways reported may begin and end later than what they were told. */
function RegionTimes({ project, lineage }: DecisionCardsProps) {
  const { regionTimes, release } = lineage;
  if (regionTimes.length === 0 || release === null) return null;
  return (
    <>
      <p className="mt-2 text-neutral">As gateways reported it, by region, to the minute:</p>
      <dl className="flex flex-col gap-1">
        {regionTimes.map(({ region, firstAt, lastAt, callCount }) => (
          <Line key={region} label={region || "no region told"}>
            <AbsoluteTime at={firstAt} hasSeconds={false} /> to{" "}
            <AbsoluteTime at={lastAt} hasSeconds={false} />
            <span className="text-neutral">, {formatNumber(callCount)} calls</span>
          </Line>
        ))}
      </dl>
      <p>
        <Link href={`/${project}/requests?release=${release.id}&hours=744`} className="text-active underline">
          Other requests with this tuple
        </Link>
      </p>
    </>
  );
}

function Served({ lineage }: { lineage: Lineage }) {
  if (lineage.servedPeriods.length === 0)
    return <p className="text-neutral">No environment is known to have served it.</p>;
  return (
    <ul className="flex flex-col gap-1">
      {lineage.servedPeriods.map((period) => (
        <li key={period.from}>
          <AbsoluteTime at={period.from} /> to{" "}
          {period.until ? <AbsoluteTime at={period.until} /> : <b className="font-semibold">now</b>}
          <span className="text-neutral">, {period.cause.replaceAll("_", " ")}</span>
        </li>
      ))}
    </ul>
  );
}

/** DecisionCards: on what evidence it was let out, by whom, and when it served. */
export function DecisionCards({ project, lineage }: DecisionCardsProps) {
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Card className="flex flex-col gap-2">
        <CardTitle>Evidence and review</CardTitle>
        <Evidence project={project} lineage={lineage} />
      </Card>
      <Card className="flex flex-col gap-2">
        <CardTitle>{`When it served${lineage.environment ? ` in ${lineage.environment}` : ""}`}</CardTitle>
        <Served lineage={lineage} />
        <RegionTimes project={project} lineage={lineage} />
      </Card>
    </div>
  );
}
