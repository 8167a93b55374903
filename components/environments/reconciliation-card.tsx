"use client";

import { RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import { releaseLink } from "@/components/environments/environment-facts.tsx";
import { OwnerActions } from "@/components/reconciliations/owner-actions.tsx";
import { PostReviewDialog } from "@/components/reconciliations/post-review-dialog.tsx";
import type { ReconciliationViewer } from "@/components/reconciliations/reconciliation-viewer.ts";
import { UnreviewedOffers } from "@/components/reconciliations/unreviewed-offers.tsx";
import { useReconciliationAct } from "@/components/reconciliations/use-reconciliation-act.ts";
import { PullRequestLink } from "@/components/shell/pull-request-link.tsx";
import { RoleBadge } from "@/components/status/status-badge.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Card, CardHeader, CardTitle } from "@/components/ui/card.tsx";
import { AbsoluteTime, RelativeTime } from "@/components/ui/relative-time.tsx";
import { useNow } from "@/components/ui/use-now.ts";
import type { ReconciliationRow } from "@/lib/contracts/reconciliations.ts";

type ReconciliationCardProps = {
  project: string;
  reconciliation: ReconciliationRow;
  viewer: ReconciliationViewer;
};

function Line({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-neutral">{label}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </>
  );
}

/** secondsUntil counts down to a try; null before the browser has a clock, 0 when it is due. */
export function secondsUntil(at: string, now: Date | null): number | null {
  return now === null ? null : Math.max(0, Math.ceil((new Date(at).getTime() - now.getTime()) / 1000));
}

function NextTry({ at }: { at: string | null }) {
  const now = useNow(1_000);
  if (at === null) return <>when git changes</>;
  const seconds = secondsUntil(at, now);
  if (seconds === null) return <AbsoluteTime at={at} />;
  return <>{seconds === 0 ? "due now" : `in ${seconds} s`}</>;
}

function PullWords({ row }: { row: ReconciliationRow }) {
  if (row.pullNumber === null) {
    const isWaiting = row.kind === "unreviewed_change" && row.choice !== "restore";
    return <>{isWaiting ? "none until somebody asks for it;" : "not open yet"}</>;
  }
  const state = row.state === "open" ? "is open" : "is closed";
  return (
    <>
      <PullRequestLink number={row.pullNumber} />{" "}
      {row.outcome === "closed_by_hand" ? "was closed unmerged," : state}
    </>
  );
}

function ChangeLine({ change }: { change: ReconciliationRow["change"] }) {
  if (change === null) return null;
  return (
    <Line label="Changed by">
      {change.author} &lt;{change.authorEmail}&gt; in commit{" "}
      <span className="mono">{change.commit.slice(0, 10)}</span>
    </Line>
  );
}

function PostReviewLine({ review }: { review: ReconciliationRow["postReview"] }) {
  if (review === null) return null;
  return (
    <Line label="Afterwards">
      {review.reviewedAt === null ? (
        <>
          somebody who did not act reviews it, due <RelativeTime at={review.dueAt} />
        </>
      ) : (
        <>
          reviewed by {review.reviewedByName} <RelativeTime at={review.reviewedAt} />: {review.comment}
        </>
      )}
    </Line>
  );
}

function Facts({
  project,
  reconciliation: row,
}: Pick<ReconciliationCardProps, "project" | "reconciliation">) {
  return (
    <dl className="grid grid-cols-[8rem_minmax(0,1fr)] gap-x-3 gap-y-1">
      <Line label="Git desires">
        {row.desiredReleaseId ? releaseLink(project, row.desiredReleaseId) : "nothing that can be read"}
      </Line>
      <Line label="Served">
        {row.servedReleaseId ? releaseLink(project, row.servedReleaseId) : "nothing yet"}
      </Line>
      <Line label="Pull request">
        <PullWords row={row} /> on branch <span className="mono">{row.branch}</span>
      </Line>
      <Line label="Tries">
        {row.attempts}, next <NextTry at={row.nextTryAt} />
      </Line>
      {row.lastError ? (
        <Line label="Last error">
          <span className="text-warn">{row.lastError}</span>
        </Line>
      ) : null}
      <Line label="Owner">
        {row.ownerName}, opened <RelativeTime at={row.openedAt} />, due <RelativeTime at={row.dueAt} />
      </Line>
      <Line label="Reason">{row.reason}</Line>
      <ChangeLine change={row.change} />
      <PostReviewLine review={row.postReview} />
    </dl>
  );
}

/** ReconciliationCard: where git and runtime disagree, who cares for it, what was tried, and what can be done. */
export function ReconciliationCard({ project, reconciliation: row, viewer }: ReconciliationCardProps) {
  const recheck = useReconciliationAct("recheck", project, row.number);
  const now = useNow();
  const isLate = now !== null && new Date(row.dueAt).getTime() < now.getTime();
  return (
    <Card emphasis="warn" className="flex flex-col gap-3">
      <CardHeader className="flex-wrap items-start">
        <div className="flex min-w-0 flex-wrap items-center gap-2">
          <CardTitle>{`Reconciliation ${row.number}`}</CardTitle>
          <RoleBadge role="warn">{row.kind.replaceAll("_", " ")}</RoleBadge>
          {isLate ? <RoleBadge role="bad">late</RoleBadge> : null}
        </div>
        <div className="flex flex-wrap items-start gap-2">
          <OwnerActions project={project} row={row} viewer={viewer} />
          <Button refusal={viewer.recheck} isBusy={recheck.isPending} onClick={recheck.go}>
            <RefreshCw aria-hidden />
            {row.outcome === "closed_by_hand" ? "Open another pull request" : "Look again"}
          </Button>
        </div>
      </CardHeader>
      <Facts project={project} reconciliation={row} />
      <UnreviewedOffers project={project} row={row} viewer={viewer} />
      {row.postReview && row.postReview.reviewedAt === null ? (
        <div className="flex">
          <PostReviewDialog
            project={project}
            number={row.number}
            refusal={
              viewer.review ?? (row.ownerId === viewer.id ? "You acted here: someone else has to." : null)
            }
          />
        </div>
      ) : null}
      <p className="text-meta text-neutral">
        It closes by the facts alone: when git names the served release. Until then nothing can be merged
        here.
      </p>
    </Card>
  );
}
