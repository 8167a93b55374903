import Link from "next/link";
import type { ReactNode } from "react";
import { approvalWords } from "@/components/promotions/approval-words.ts";
import { countVerdicts } from "@/components/promotions/prepare-terms.ts";
import { PullRequestLink } from "@/components/shell/pull-request-link.tsx";
import { Glyph } from "@/components/status/glyph.tsx";
import type { GlyphName } from "@/components/status/status-table.ts";
import { cn } from "@/components/ui/cn.ts";
import { IdText } from "@/components/ui/id-text.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Spoken } from "@/components/ui/spoken.tsx";
import type { PromotionDetail } from "@/lib/contracts/promotions.ts";

type Stage = { name: string; mark: "done" | "now" | "next" | "stuck" | "failed"; words: ReactNode };

const MARKS: Record<Stage["mark"], { glyph: GlyphName; className: string; word: string }> = {
  done: { glyph: "check", className: "text-good", word: "done" },
  now: { glyph: "half-ring", className: "text-active", word: "now" },
  next: { glyph: "ring", className: "text-neutral", word: "to come" },
  failed: { glyph: "cross", className: "text-bad", word: "failed" },
  stuck: { glyph: "triangle", className: "text-warn", word: "waits" },
};

function PullWords({ promotion }: { promotion: PromotionDetail }) {
  const { pullNumber, branch, lastError, nextTryAt } = promotion;
  const isAway = lastError !== null && promotion.state !== "merged";
  return (
    <>
      {pullNumber === null ? (
        "Pull request pending."
      ) : (
        <>
          Pull request <PullRequestLink number={pullNumber} />
        </>
      )}
      {pullNumber !== null && branch ? (
        <>
          {" on "}
          <span className="mono [overflow-wrap:anywhere]">{branch}</span>.
        </>
      ) : null}
      {isAway ? ` Last try: ${lastError.replace(/\.$/, "")}.` : null}
      {isAway && nextTryAt ? (
        <>
          {" Next try "}
          <RelativeTime at={nextTryAt} />; nothing has to be done.
        </>
      ) : null}
    </>
  );
}

function stagesOf(project: string, promotion: PromotionDetail): Stage[] {
  const { state, gate, lastError, mergedAt, mergeCommit, environment, rolloutNumber } = promotion;
  const isApproved = state === "approved" || state === "merging" || state === "merged";
  const isMerged = state === "merged";
  const isGatePassed = gate.verdict === "pass";
  return [
    {
      name: "Gates",
      mark: isGatePassed || isApproved ? "done" : gate.verdict === "fail" ? "failed" : "now",
      words: `${countVerdicts(gate.terms)}.`,
    },
    {
      name: "Review",
      mark: isApproved ? "done" : isGatePassed ? "now" : "next",
      words: approvalWords(promotion),
    },
    {
      name: "Pull request",
      mark: isMerged ? "done" : !isApproved ? "next" : lastError ? "stuck" : "now",
      words: isApproved ? <PullWords promotion={promotion} /> : "Opens by itself after approval.",
    },
    {
      name: "Merge",
      mark: isMerged ? "done" : state === "merging" ? "now" : "next",
      words: isMerged ? (
        <>
          Merged {mergedAt ? <RelativeTime at={mergedAt} /> : null}
          {mergeCommit ? (
            <>
              {" as "}
              <IdText id={mergeCommit} what="commit" />
            </>
          ) : null}
          .
        </>
      ) : (
        "Moves what git desires and starts the rollout, in one step."
      ),
    },
    {
      name: "Rollout",
      mark: rolloutNumber !== null ? "now" : "next",
      words:
        rolloutNumber === null ? (
          "Starts with the merge."
        ) : (
          <>
            {`Rollout ${rolloutNumber} in `}
            <Link href={`/${project}/environments/${environment}`} className="underline">
              {environment}
            </Link>
            .
          </>
        ),
    },
  ];
}

/** PromotionProgress: the way from the gates to the rollout, in words; a git host that is away is a wait, not an error. */
export function PromotionProgress({ project, promotion }: { project: string; promotion: PromotionDetail }) {
  return (
    <ol className="flex flex-col">
      {stagesOf(project, promotion).map(({ name, mark, words }) => (
        <li key={name} className="flex items-start gap-2 py-1">
          <Glyph name={MARKS[mark].glyph} className={cn("mt-0.5 size-4", MARKS[mark].className)} />
          <div className="min-w-0">
            <p className={cn(mark === "next" && "text-neutral")}>
              <Spoken seen={name} spoken={`${name}, ${MARKS[mark].word}`} />
            </p>
            <p className="text-meta text-neutral">{words}</p>
          </div>
        </li>
      ))}
    </ol>
  );
}
