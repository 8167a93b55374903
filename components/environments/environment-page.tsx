"use client";

import { Undo2 } from "lucide-react";
import Link from "next/link";
import { AllocationTable } from "@/components/environments/allocation-table.tsx";
import { CooldownNote } from "@/components/environments/cooldown-note.tsx";
import { EnvironmentBadge } from "@/components/environments/environment-badge.tsx";
import { driftWords, releaseLink } from "@/components/environments/environment-facts.tsx";
import { FreezePanel } from "@/components/environments/freeze-panel.tsx";
import { KnownGoodDialog } from "@/components/environments/known-good-dialog.tsx";
import { knownGoodRefusal } from "@/components/environments/known-good-refusal.ts";
import { OpenRollout } from "@/components/environments/open-rollout.tsx";
import { QuarantineList } from "@/components/environments/quarantine-list.tsx";
import { ReconciliationCard } from "@/components/environments/reconciliation-card.tsx";
import { servedBy, servedSince } from "@/components/environments/served.ts";
import { ShareWords } from "@/components/environments/share-words.tsx";
import { Page } from "@/components/layout/page.tsx";
import { HistoryRewrites } from "@/components/reconciliations/history-rewrites.tsx";
import type { ReconciliationViewer } from "@/components/reconciliations/reconciliation-viewer.ts";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { type Fact, FactsStrip } from "@/components/ui/facts-strip.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Section } from "@/components/ui/section.tsx";
import { useNow } from "@/components/ui/use-now.ts";
import { type EnvironmentDetail, environmentEndpoints } from "@/lib/contracts/environments.ts";

export type EnvironmentPageProps = {
  project: string;
  initial: EnvironmentDetail;
  /** The viewer wrote a part of the release that was served when the page was made. */
  authorOf: string | null;
  refusals: { knownGood: string | null; lift: string | null; history: string | null; freeze: string | null };
  viewer: ReconciliationViewer;
};

function factsOf(project: string, environment: EnvironmentDetail): Fact[] {
  const { desired, lastKnownGood, rollbackTarget } = environment;
  const served = servedBy(environment.served);
  const since = servedSince(environment);
  const none = (words: string) => <span className="text-neutral">{words}</span>;
  return [
    {
      label: "Desired (git)",
      value: desired ? releaseLink(project, desired.releaseId) : none("nothing yet"),
      qualifier: desired ? `at ${desired.commit.slice(0, 7)}` : undefined,
    },
    {
      label: "Served",
      value: served ? releaseLink(project, served) : none("nothing yet"),
      qualifier: since ? <RelativeTime at={since} /> : undefined,
    },
    {
      label: "Last known good",
      value: lastKnownGood ? releaseLink(project, lastKnownGood) : none("none yet"),
    },
    {
      label: "Rollback target",
      value: rollbackTarget ? releaseLink(project, rollbackTarget) : none("none: disable the flag instead"),
    },
    {
      label: "Drift",
      value: (
        <span className={environment.drift ? "text-warn" : "text-neutral"}>{driftWords(environment)}</span>
      ),
    },
  ];
}

function Actions({
  project,
  environment,
  refusals,
  authorOf,
}: EnvironmentPageProps & { environment: EnvironmentDetail }) {
  const now = useNow();
  const releaseId = servedBy(environment.served);
  const refusal = knownGoodRefusal(environment, {
    roleRefusal: refusals.knownGood,
    isAuthor: authorOf !== null && authorOf === releaseId,
    now: now ?? new Date(0),
  });
  return (
    <>
      <KnownGoodDialog
        project={project}
        environment={environment.name}
        releaseId={releaseId}
        refusal={refusal}
      />
      <Button asChild variant="danger">
        <Link href={`/${project}/environments/${environment.name}/rollback`}>
          <Undo2 aria-hidden />
          Roll back
        </Link>
      </Button>
    </>
  );
}

/** EnvironmentPage: what git desires, what is served, what is on its way, and how it came to this. */
export function EnvironmentPage(props: EnvironmentPageProps) {
  const { project, initial, refusals, viewer } = props;
  const answer = useEndpoint(
    environmentEndpoints.getEnvironment,
    { params: { project, environment: initial.name } },
    { initialData: initial, refetchMs: 2_000 },
  );
  const environment = answer.data ?? initial;
  const { rollout, reconciliation, served } = environment;
  return (
    <Page>
      <PageHead
        title={environment.name}
        status={<EnvironmentBadge environment={environment} isSolid />}
        description={
          <Link href={`/${project}/reconciliations?environment=${environment.name}`} className="underline">
            Reconciliations of {environment.name}
          </Link>
        }
        actions={<Actions {...props} environment={environment} />}
      />
      <ProblemCard error={answer.error} />
      <FactsStrip facts={factsOf(project, environment)} />
      {served ? <ShareWords served={served} /> : null}
      <HistoryRewrites project={project} refusal={refusals.history} />
      <CooldownNote project={project} environment={environment} refusal={refusals.knownGood} />
      {reconciliation ? (
        <ReconciliationCard project={project} reconciliation={reconciliation} viewer={viewer} />
      ) : null}
      <Section title="Rollout">
        {rollout ? (
          <OpenRollout project={project} rollout={rollout} />
        ) : (
          <p className="text-neutral">No rollout is open here. The next merged promotion starts one.</p>
        )}
      </Section>
      <FreezePanel project={project} environment={environment.name} refusal={refusals.freeze} />
      <QuarantineList project={project} liftRefusal={refusals.lift} />
      <Section title="Allocations" meta="what gateways were told, newest first, at most 20">
        {environment.history.length > 0 ? (
          <AllocationTable project={project} history={environment.history} />
        ) : (
          <p className="text-neutral">
            Nothing was served yet. The first one comes from the alias file in git or from the first merged
            promotion.
          </p>
        )}
      </Section>
    </Page>
  );
}
