"use client";

import { shorten } from "@/components/promotions/shorten.ts";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { formatNumber } from "@/components/ui/format-number.ts";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { comparisonEndpoints } from "@/lib/contracts/comparisons.ts";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";

type Measurement = ResponseOf<typeof comparisonEndpoints.getComparedCase>["control"][number];
type RegressionDetailProps = { project: string; control: number; candidate: number; caseId: string };

const MOST_LETTERS = 600;

function Shortened({ value, none }: { value: string | null; none: string }) {
  if (value === null || value === "") return <span className="text-neutral">{none}</span>;
  const { text, left } = shorten(value, MOST_LETTERS);
  return (
    <span className="whitespace-pre-wrap [overflow-wrap:anywhere]">
      {text}
      {left > 0 ? <span className="text-neutral">{` … ${formatNumber(left)} more letters`}</span> : null}
    </span>
  );
}

/** The worst of a case's repeats speaks for it. */
function worstOf(measurements: readonly Measurement[]): Measurement | undefined {
  return measurements.toSorted((left, right) => left.score - right.score)[0];
}

function Side({ title, measurements }: { title: string; measurements: readonly Measurement[] }) {
  const worst = worstOf(measurements);
  if (worst === undefined) return <p className="text-neutral">{title}: not measured</p>;
  const word = worst.isError ? "no answer" : worst.passed ? "passed" : "failed";
  const repeats = measurements.length > 1 ? `, the lowest of ${measurements.length} repeats` : "";
  return (
    <div className="min-w-0">
      <h3 className="text-meta text-neutral">{`${title}: ${word}, score ${formatNumber(worst.score, 3)}${repeats}`}</h3>
      <p>
        <Shortened value={worst.output} none="No output reported." />
      </p>
      <p className="text-meta">
        <span className="text-neutral">Reason: </span>
        <Shortened value={worst.reason} none="none reported" />
      </p>
    </div>
  );
}

/** RegressionDetail: what was asked, both answers shortened, and why each was judged so. */
export function RegressionDetail({ project, control, candidate, caseId }: RegressionDetailProps) {
  const answer = useEndpoint(comparisonEndpoints.getComparedCase, {
    params: { project },
    query: { control: String(control), candidate: String(candidate), caseId },
  });
  const data = answer.data?.caseId === caseId ? answer.data : undefined;
  if (answer.error) return <ProblemCard error={answer.error} />;
  if (data === undefined) return <SkeletonRows count={3} />;
  return (
    <div className="flex min-w-0 flex-col gap-3 bg-surface px-4 py-3">
      <p>
        <span className="text-meta text-neutral">Input: </span>
        <Shortened value={data.input} none="not reported" />
      </p>
      <div className="grid gap-4 md:grid-cols-2">
        <Side title="Control" measurements={data.control} />
        <Side title="Candidate" measurements={data.candidate} />
      </div>
    </div>
  );
}
