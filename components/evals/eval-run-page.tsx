import Link from "next/link";
import { judgeHref } from "@/components/comparison/judge-href.ts";
import { EvalCases } from "@/components/evals/eval-cases.tsx";
import { formatMeasured } from "@/components/evals/eval-run-table.tsx";
import { Page } from "@/components/layout/page.tsx";
import { StatusBadge } from "@/components/status/status-badge.tsx";
import { Button } from "@/components/ui/button.tsx";
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
type EvalRunPageProps = {
  project: string;
  run: Run;
  /** What the run's release is judged against; null where there is none, or the run names no release. */
  baseReleaseId: string | null;
};

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
    {
      label: "Measured by",
      value: run.tool || run.format,
      qualifier: run.origin === "runner" ? "made here" : run.format,
    },
    ...(run.underReleaseId
      ? [
          {
            label: "Measured under",
            value: <IdText id={run.underReleaseId} href={`/${project}/releases/${run.underReleaseId}`} />,
            qualifier: "its golden set, judge, index and settings",
          },
        ]
      : []),
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

function Unpinned({ reasons }: { reasons: readonly string[] }) {
  if (reasons.length === 0) return null;
  return (
    <Section title="Unpinned: this run satisfies no gate">
      <ul className="list-disc pl-5">
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <p className="text-neutral">Run it again on what the release pins, and send that result.</p>
    </Section>
  );
}

function isJudge(key: string): boolean {
  return key === "judge" || key.startsWith("judge/");
}

function MeasuredWith({ project, run }: { project: string; run: Run }) {
  const parts = Object.entries(run.evidenceParts ?? {}).map(([key, part]) => ({
    ...{ key, text: part.ref, href: isJudge(key) ? judgeHref(project, part.ref) : null },
  }));
  const read = Object.entries(run.conditions).map(([key, value]) => ({
    key,
    text: typeof value === "string" ? value : value.join(", "),
    href: null,
  }));
  const lists = [
    {
      title: "Measured with",
      items: parts,
      none: "The release pins no golden set, judge, index or settings.",
    },
    {
      title: "What the run says it read",
      items: read,
      none: "Nothing: the file and its sender name no references.",
    },
  ];
  return (
    <Section title="Conditions">
      <div className="grid gap-4 md:grid-cols-2">
        {lists.map(({ title, items, none }) => (
          <div key={title} className="min-w-0">
            <h3 className="text-meta text-neutral">{title}</h3>
            {items.length === 0 ? <p className="text-neutral">{none}</p> : null}
            <ul>
              {items.map(({ key, text, href }) => (
                <li key={key} className="[overflow-wrap:anywhere]">
                  <span className="text-neutral">{key}</span>{" "}
                  {href === null ? (
                    text
                  ) : (
                    <Link href={href} className="underline hover:no-underline">
                      {text}
                    </Link>
                  )}
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </Section>
  );
}

function Downloads({ project, number }: { project: string; number: number }) {
  const base = `/api/v1/projects/${project}/eval-runs/${number}`;
  return (
    <p className="flex flex-wrap gap-4 text-meta">
      <a className="underline" href={`${base}/file`} download>
        The file as it was sent
      </a>
      <a className="underline" href={`${base}/cases.csv`} download>
        Cases as CSV
      </a>
    </p>
  );
}

/** EvalRunPage: one run, its numbers, what it was measured with, and its cases. A run never changes. */
export function EvalRunPage({ project, run, baseReleaseId }: EvalRunPageProps) {
  const { summary } = run;
  return (
    <Page>
      <PageHead
        title={`Eval run ${run.number}`}
        status={summary.errorCount > 0 ? <StatusBadge family="verdict" state="error" /> : null}
        description="A dash means that the tool did not report it."
        actions={
          baseReleaseId === null ? null : (
            <Button asChild size="md">
              <Link
                href={`/${project}/evals/compare?controlRelease=${baseReleaseId}&candidate=${run.number}`}
              >
                Compare with the base's run
              </Link>
            </Button>
          )
        }
      />
      <FactsStrip facts={factsOf(project, run)} />
      <Unpinned reasons={run.unpinnedReasons} />
      <Numbers summary={summary} />
      <Downloads project={project} number={run.number} />
      <MeasuredWith project={project} run={run} />
      <EvalCases project={project} number={run.number} tags={run.tags} />
    </Page>
  );
}
