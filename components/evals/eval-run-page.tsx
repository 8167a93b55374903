import { EvalCaseTable } from "@/components/evals/eval-case-table.tsx";
import { formatMeasured } from "@/components/evals/eval-run-table.tsx";
import { Page } from "@/components/layout/page.tsx";
import { StatusBadge } from "@/components/status/status-badge.tsx";
import { Card } from "@/components/ui/card.tsx";
import { type Fact, FactsStrip } from "@/components/ui/facts-strip.tsx";
import { formatNumber } from "@/components/ui/format-number.ts";
import { IdText } from "@/components/ui/id-text.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Section } from "@/components/ui/section.tsx";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";
import type { evalEndpoints } from "@/lib/contracts/evals.ts";

type Run = ResponseOf<typeof evalEndpoints.getEvalRun>;
type EvalRunPageProps = { project: string; run: Run };

function factsOf(project: string, run: Run): Fact[] {
  return [
    {
      label: "Release",
      value: run.releaseId ? (
        <IdText id={run.releaseId} what="release id" href={`/${project}/releases/${run.releaseId}`} canCopy />
      ) : (
        "none, unpinned"
      ),
      qualifier: run.releaseId ? undefined : "satisfies no gate",
    },
    { label: "Format", value: run.format },
    { label: "Sent by", value: run.sentByName, qualifier: run.selfReported ? "self-reported" : undefined },
    { label: "Sent", value: <RelativeTime at={run.createdAt} /> },
    { label: "File", value: <IdText id={run.rawDigest} what="file digest" canCopy /> },
    {
      label: "Cases",
      value: <IdText id={run.summary.caseIdsDigest} what="digest of the case ids" canCopy />,
    },
  ];
}

function Numbers({ summary }: { summary: Run["summary"] }) {
  const numbers = [
    { label: "Quality, mean score", value: formatNumber(summary.quality, 3) },
    { label: "Passed", value: `${formatNumber(summary.passRate * 100, 1)} %` },
    { label: "Tokens, mean", value: formatMeasured(summary.tokensMean, 1) },
    { label: "Latency p95, ms", value: formatMeasured(summary.latencyP95Ms, 0) },
    { label: "Cost a case, $", value: formatMeasured(summary.costUsdMean, 5) },
    { label: "Cases without an answer", value: `${summary.errorCount} of ${summary.caseCount}` },
  ];
  return (
    <Card>
      <dl className="grid grid-cols-3 gap-x-6 gap-y-3 phone:grid-cols-2 wide:grid-cols-6">
        {numbers.map((number) => (
          <div key={number.label} className="min-w-0">
            <dt className="truncate text-meta text-neutral">{number.label}</dt>
            <dd className="font-semibold text-number tracking-[-0.02em]">{number.value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

/** EvalRunPage: one run, its numbers and its cases, worst first. A run never changes. */
export function EvalRunPage({ project, run }: EvalRunPageProps) {
  const { cases, summary } = run;
  const shown =
    cases.length < summary.caseCount
      ? `the worst ${cases.length} of ${summary.caseCount}`
      : `${cases.length}, worst first`;
  return (
    <Page>
      <PageHead
        title={`Eval run ${run.number}`}
        status={summary.errorCount > 0 ? <StatusBadge family="verdict" state="error" /> : null}
        description="A dash means that the tool did not report it."
      />
      <FactsStrip facts={factsOf(project, run)} />
      <Numbers summary={summary} />
      <Section title="Cases" meta={shown}>
        <EvalCaseTable cases={cases} />
      </Section>
    </Page>
  );
}
