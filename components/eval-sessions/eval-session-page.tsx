"use client";

import Link from "next/link";
import { SessionActs } from "@/components/eval-sessions/session-acts.tsx";
import { SessionProgress } from "@/components/eval-sessions/session-progress.tsx";
import { formatSpent } from "@/components/eval-sessions/session-words.ts";
import { Page } from "@/components/layout/page.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { type Fact, FactsStrip } from "@/components/ui/facts-strip.tsx";
import { IdText } from "@/components/ui/id-text.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { type EvalSessionResponse, evalSessionEndpoints } from "@/lib/contracts/eval-sessions.ts";

type EvalSessionPageProps = { project: string; initial: EvalSessionResponse; refusal: string | null };

function factsOf(project: string, session: EvalSessionResponse): Fact[] {
  const { releaseId, underReleaseId } = session;
  const linkTo = (id: string) => (
    <IdText id={id} what="release id" href={`/${project}/releases/${id}`} canCopy />
  );
  return [
    { label: "Release", value: linkTo(releaseId) },
    { label: "Measured with", value: underReleaseId ? linkTo(underReleaseId) : "its own instruments" },
    {
      label: "Model asked",
      value: session.model,
      qualifier: session.judgeModel ? `judged by ${session.judgeModel}` : "no judge",
    },
    { label: "Times each case", value: session.repeats },
    { label: "Spent", value: formatSpent(session) },
    {
      label: "Started",
      value: <RelativeTime at={session.createdAt} />,
      qualifier: `by ${session.startedByName}`,
    },
    { label: "Last sign of life", value: <RelativeTime at={session.updatedAt} /> },
  ];
}

/** EvalSessionPage: how far a run of the golden set is, what it spent, and the eval run that came of it. */
export function EvalSessionPage({ project, initial, refusal }: EvalSessionPageProps) {
  const answer = useEndpoint(
    evalSessionEndpoints.getEvalSession,
    { params: { project, number: String(initial.number) } },
    { initialData: initial, refetchMs: 2_000 },
  );
  const session = answer.data ?? initial;
  return (
    <Page>
      <PageHead
        title={`Eval session ${session.number}`}
        description="What was paid for is kept: stopping and going on never asks a case again."
      />
      <ProblemCard error={answer.error} />
      <div role="status">
        <SessionProgress session={session} />
      </div>
      {session.lastError ? <p className="rounded-md border px-4 py-3">{session.lastError}</p> : null}
      <SessionActs project={project} session={session} refusal={refusal} />
      {session.evalRunNumber === null ? null : (
        <p>
          <Link className="underline" href={`/${project}/evals/${session.evalRunNumber}`}>
            {`Eval run ${session.evalRunNumber}`}
          </Link>{" "}
          holds its cases.
        </p>
      )}
      <FactsStrip facts={factsOf(project, session)} />
    </Page>
  );
}
