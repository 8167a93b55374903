"use client";

import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { formatNumber } from "@/components/ui/format-number.ts";
import { Spinner } from "@/components/ui/spinner.tsx";
import { evalEndpoints } from "@/lib/contracts/evals.ts";

type CaseDetailProps = { project: string; number: number; position: number };

function TextFact({ label, text }: { label: string; text: string | null }) {
  return (
    <div className="min-w-0">
      <dt className="text-meta text-neutral">{label}</dt>
      <dd className="whitespace-pre-wrap [overflow-wrap:anywhere]">
        {text ?? <span className="text-neutral">not reported</span>}
      </dd>
    </div>
  );
}

/** CaseDetail: what was asked, what came back, and why it was judged so; read when it is opened. */
export function CaseDetail({ project, number, position }: CaseDetailProps) {
  const found = useEndpoint(evalEndpoints.getEvalCase, {
    params: { project, number: String(number), position: String(position) },
  });
  if (found.error) return <ProblemCard error={found.error} />;
  if (found.data === undefined) {
    return (
      <p role="status" className="flex items-center gap-2 px-4 py-3 text-meta text-neutral">
        <Spinner /> Reading the case
      </p>
    );
  }
  const { input, output, reason, metrics, tags } = found.data;
  const named = Object.entries(metrics).map(([name, value]) => `${name} ${formatNumber(value, 3)}`);
  return (
    <dl className="grid gap-3 bg-surface px-4 py-3 md:grid-cols-2">
      <TextFact label="Input" text={input} />
      <TextFact label="Output" text={output} />
      <TextFact label="Reason of the judge" text={reason} />
      <TextFact label="Metrics" text={named.join("\n") || null} />
      <TextFact label="Tags" text={tags.join(", ") || null} />
    </dl>
  );
}
