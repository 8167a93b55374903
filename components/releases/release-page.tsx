"use client";

import Link from "next/link";
import { RunEvalsPanel } from "@/components/eval-sessions/run-evals-panel.tsx";
import { EvalRunTable } from "@/components/evals/eval-run-table.tsx";
import { Page, WithRail } from "@/components/layout/page.tsx";
import { ProposeForm } from "@/components/releases/propose-form.tsx";
import { QuarantinePanel } from "@/components/releases/quarantine-panel.tsx";
import { type DiffChoice, ReleaseDiff } from "@/components/releases/release-diff.tsx";
import { ReleaseEnvironments } from "@/components/releases/release-environments.tsx";
import { ReleaseGates } from "@/components/releases/release-gates.tsx";
import { ReleaseParts } from "@/components/releases/release-parts.tsx";
import { ReleasePromotions } from "@/components/releases/release-promotions.tsx";
import { UploadEval } from "@/components/releases/upload-eval.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { StatusBadge } from "@/components/status/status-badge.tsx";
import { Button } from "@/components/ui/button.tsx";
import { type Fact, FactsStrip } from "@/components/ui/facts-strip.tsx";
import { IdText } from "@/components/ui/id-text.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Section } from "@/components/ui/section.tsx";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";
import { evalEndpoints } from "@/lib/contracts/evals.ts";
import { type ReleaseDetail, releaseEndpoints } from "@/lib/contracts/releases.ts";

export type ReleaseRefusals = {
  upload: string | null;
  runEvals: string | null;
  propose: string | null;
  lift: string | null;
  compose: string | null;
};

type ReleasePageProps = {
  project: string;
  initial: ReleaseDetail;
  initialRuns: ResponseOf<typeof evalEndpoints.listEvalRuns>;
  environments: readonly string[];
  choices: readonly DiffChoice[];
  refusals: ReleaseRefusals;
};

function factsOf(release: ReleaseDetail): Fact[] {
  return [
    {
      label: "Manifest digest",
      value: <IdText id={release.manifestDigest} what="manifest digest" canCopy />,
    },
    { label: "Fingerprint", value: <IdText id={release.fingerprint} what="fingerprint" canCopy /> },
    { label: "Parts", value: release.partCount },
    {
      label: "Composed",
      value: <RelativeTime at={release.createdAt} />,
      qualifier: `by ${release.createdByName}`,
    },
    {
      label: "Environments",
      value:
        release.environments.length > 0 ? (
          <ReleaseEnvironments environments={release.environments} />
        ) : (
          <span className="text-neutral">none</span>
        ),
    },
  ];
}

/** ReleasePage: what a release is made of, how it differs, what was measured, and the way to production. */
export function ReleasePage(props: ReleasePageProps) {
  const { project, initial, choices, environments, refusals } = props;
  const params = { project, releaseId: initial.id };
  const answer = useEndpoint(
    releaseEndpoints.getRelease,
    { params },
    { initialData: initial, refetchMs: 10_000 },
  );
  const runs = useEndpoint(
    evalEndpoints.listEvalRuns,
    { params: { project }, query: { release: initial.id } },
    { initialData: props.initialRuns, refetchMs: 10_000 },
  );
  const release = answer.data ?? initial;
  return (
    <Page>
      <PageHead
        title={
          <>
            Release <span className="mono">{release.id}</span>
          </>
        }
        status={
          release.isQuarantined ? <StatusBadge family="release" state="quarantined" variant="solid" /> : null
        }
        description={
          release.changes.length > 0 ? release.changes.join(", ") : "The first release of this project"
        }
        actions={
          refusals.compose ? null : (
            <Button asChild size="md">
              <Link href={`/${project}/releases/new?from=${release.id}`}>New release from this</Link>
            </Button>
          )
        }
      />
      <ProblemCard error={answer.error} />
      {release.isQuarantined ? (
        <QuarantinePanel project={project} releaseId={release.id} refusal={refusals.lift} />
      ) : null}
      <FactsStrip facts={factsOf(release)} />
      <WithRail
        rail={
          <ProposeForm
            project={project}
            releaseId={release.id}
            environments={environments}
            refusal={refusals.propose}
          />
        }
      >
        <Section
          title="Parts"
          meta={`${release.parts.length} artifact versions, pinned by digest`}
          id="parts"
        >
          <ReleaseParts project={project} parts={release.parts} />
        </Section>
        <ReleaseDiff project={project} releaseId={release.id} choices={choices} />
        <ReleaseGates project={project} releaseId={release.id} />
        <Section title="Eval runs" meta="newest first" id="evals">
          {(runs.data?.items.length ?? 0) > 0 ? (
            <EvalRunTable project={project} items={runs.data?.items ?? []} hasRelease={false} />
          ) : (
            <p className="rounded-md border px-4 py-3 text-neutral">
              No eval run names this release. Without one no gate can judge it.
            </p>
          )}
          <ProblemCard error={runs.error} />
          <RunEvalsPanel project={project} releaseId={release.id} refusal={refusals.runEvals} />
          <UploadEval project={project} releaseId={release.id} refusal={refusals.upload} />
        </Section>
        <ReleasePromotions project={project} releaseId={release.id} numbers={release.promotionNumbers} />
      </WithRail>
    </Page>
  );
}
