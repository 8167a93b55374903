"use client";

import { secondsUntil } from "@/components/environments/reconciliation-card.tsx";
import { Light } from "@/components/rollback/light.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { useNow } from "@/components/ui/use-now.ts";
import type { ReconciliationRow } from "@/lib/contracts/reconciliations.ts";

type GitLightProps = { reconciliation: ReconciliationRow | null; hasOne: boolean };

function nextTryWords(at: string | null, now: Date | null): string {
  const seconds = at === null ? null : secondsUntil(at, now);
  if (seconds === null) return "It is tried again by itself.";
  return seconds === 0 ? "It is tried again now." : `Next try in ${seconds} s.`;
}

function Closed({ row }: { row: ReconciliationRow }) {
  return (
    <Light
      state="good"
      title="Git agrees again"
      at={row.closedAt ? <RelativeTime at={row.closedAt} /> : undefined}
    >
      Git names <span className="mono">{row.servedReleaseId}</span>
      {row.pullNumber === null ? "." : `: pull request #${row.pullNumber} is merged`}
      {row.pullNumber !== null && row.mergeCommit ? (
        <>
          {" "}
          as <span className="mono">{row.mergeCommit.slice(0, 7)}</span>.
        </>
      ) : null}{" "}
      {row.outcome ? `Outcome: ${row.outcome.replaceAll("_", " ")}. ` : null}
      Reconciliation {row.number} is closed.
    </Light>
  );
}

/** GitLight: the revert in git, live; a git host that is away is said with its error and the next try. */
export function GitLight({ reconciliation: row, hasOne }: GitLightProps) {
  const now = useNow(1_000);
  if (!hasOne) {
    return (
      <Light state="good" title="Git agrees">
        Git names this release already: nothing is to be reverted.
      </Light>
    );
  }
  if (row === null) {
    return (
      <Light state="active" title="Git follows">
        Looking for the pull request.
      </Light>
    );
  }
  if (row.state === "closed") return <Closed row={row} />;
  if (row.lastError) {
    return (
      <Light state="warn" title="Git cannot be reached" at={`${row.attempts} tries`}>
        {nextTryWords(row.nextTryAt, now)} Nothing is lost: the pull request opens by itself when git is back.
        <span className="mono block break-words">{row.lastError}</span>
      </Light>
    );
  }
  if (row.pullNumber === null) {
    return (
      <Light state="active" title="Pull request is being opened">
        Branch <span className="mono">{row.branch}</span>, one line of the alias file.
      </Light>
    );
  }
  return (
    <Light state="active" title={`Pull request #${row.pullNumber} opened`}>
      Git still desires <span className="mono">{row.desiredReleaseId ?? "nothing readable"}</span>. The
      reconciliation closes when git names <span className="mono">{row.servedReleaseId}</span>.
    </Light>
  );
}
