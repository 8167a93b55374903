"use client";

import { TextDiff } from "@/components/diff/text-diff.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { formatNumber } from "@/components/ui/format-number.ts";
import { Section } from "@/components/ui/section.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { comparisonEndpoints } from "@/lib/contracts/comparisons.ts";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";

type Answer = ResponseOf<typeof comparisonEndpoints.getComparedCase>;
type Measurement = Answer["control"][number];
type ComparedCaseDetailProps = { project: string; control: number; candidate: number; caseId: string };

function wordOf(measurement: Measurement): string {
  const word = measurement.isError ? "no answer" : measurement.passed ? "passed" : "failed";
  return `${word}, score ${formatNumber(measurement.score, 3)}`;
}

function Reasons({ title, measurements }: { title: string; measurements: readonly Measurement[] }) {
  return (
    <div className="min-w-0">
      <h3 className="text-meta text-neutral">{title}</h3>
      {measurements.length === 0 ? <p className="text-neutral">not measured</p> : null}
      {measurements.map((each) => (
        <p key={each.repeat} className="whitespace-pre-wrap [overflow-wrap:anywhere]">
          <span className="font-semibold">
            {measurements.length > 1 ? `${each.repeat}: ` : ""}
            {wordOf(each)}.
          </span>{" "}
          {each.reason ?? <span className="text-neutral">No reason reported.</span>}
        </p>
      ))}
    </div>
  );
}

/** ComparedCaseDetail: what was asked, both answers with word marks, and why each was judged so. */
export function ComparedCaseDetail({ project, control, candidate, caseId }: ComparedCaseDetailProps) {
  const answer = useEndpoint(comparisonEndpoints.getComparedCase, {
    params: { project },
    query: { control: String(control), candidate: String(candidate), caseId },
  });
  const data = answer.data?.caseId === caseId ? answer.data : undefined;
  const [before, after] = [data?.control[0], data?.candidate[0]];
  return (
    <Section title={`Case ${caseId}`} meta="control → candidate" id="case">
      <ProblemCard error={answer.error} />
      {data === undefined && !answer.error ? <SkeletonRows count={4} /> : null}
      {data === undefined ? null : (
        <div className="flex min-w-0 flex-col gap-3">
          <div className="rounded-md border bg-surface px-3 py-2">
            <h3 className="text-meta text-neutral">Input</h3>
            <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">
              {data.input ?? <span className="text-neutral">not reported</span>}
            </p>
          </div>
          <TextDiff
            before={before?.output ?? ""}
            after={after?.output ?? ""}
            beforeLabel={`run ${control}`}
            afterLabel={`run ${candidate}`}
          />
          <div className="grid gap-3 md:grid-cols-2">
            <Reasons title="Control, reason" measurements={data.control} />
            <Reasons title="Candidate, reason" measurements={data.candidate} />
          </div>
        </div>
      )}
    </Section>
  );
}
