"use client";

import { RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import { releaseLink } from "@/components/environments/environment-facts.tsx";
import { describeProblem } from "@/components/shell/problem-card.tsx";
import { useAct } from "@/components/shell/use-endpoint.ts";
import { RoleBadge } from "@/components/status/status-badge.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Card, CardHeader, CardTitle } from "@/components/ui/card.tsx";
import { AbsoluteTime, RelativeTime } from "@/components/ui/relative-time.tsx";
import { toast } from "@/components/ui/toast-store.ts";
import { useNow } from "@/components/ui/use-now.ts";
import { type ReconciliationRow, reconciliationEndpoints } from "@/lib/contracts/reconciliations.ts";

type ReconciliationCardProps = {
  project: string;
  reconciliation: ReconciliationRow;
  refusal: string | null;
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
        {row.pullNumber === null ? "not open yet" : `#${row.pullNumber} is open`} on branch{" "}
        <span className="mono">{row.branch}</span>
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
    </dl>
  );
}

/** ReconciliationCard: where git and runtime disagree, what was tried, and when it is tried again. */
export function ReconciliationCard({ project, reconciliation, refusal }: ReconciliationCardProps) {
  const recheck = useAct(reconciliationEndpoints.recheckReconciliation);
  function lookAgain() {
    recheck.mutate(
      { params: { project, number: String(reconciliation.number) }, body: {} },
      {
        onSuccess: () => toast({ title: "Looking at git again", tone: "neutral" }),
        onError: (error) => {
          const { title, detail } = describeProblem(error);
          toast({ title, detail, tone: "bad" });
        },
      },
    );
  }
  return (
    <Card emphasis="warn" className="flex flex-col gap-3">
      <CardHeader className="flex-wrap items-start">
        <div className="flex min-w-0 flex-wrap items-center gap-2">
          <CardTitle>{`Reconciliation ${reconciliation.number}`}</CardTitle>
          <RoleBadge role="warn">{reconciliation.kind.replaceAll("_", " ")}</RoleBadge>
        </div>
        <Button refusal={refusal} isBusy={recheck.isPending} onClick={lookAgain}>
          <RefreshCw aria-hidden />
          Look again
        </Button>
      </CardHeader>
      <Facts project={project} reconciliation={reconciliation} />
      <p className="text-meta text-neutral">
        It closes by the facts alone: when git names the served release. Until then nothing can be merged
        here.
      </p>
    </Card>
  );
}
