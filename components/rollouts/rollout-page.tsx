"use client";

import Link from "next/link";
import { rolloutWords } from "@/components/environments/rollout-words.ts";
import { Page } from "@/components/layout/page.tsx";
import { DecisionLog } from "@/components/rollouts/decision-log.tsx";
import { RolloutActs } from "@/components/rollouts/rollout-acts.tsx";
import { ShareHistory } from "@/components/rollouts/share-history.tsx";
import { StepList } from "@/components/rollouts/step-list.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { StatusBadge } from "@/components/status/status-badge.tsx";
import { Callout } from "@/components/ui/callout.tsx";
import { type Fact, FactsStrip } from "@/components/ui/facts-strip.tsx";
import { formatShareBp } from "@/components/ui/format-number.ts";
import { IdText } from "@/components/ui/id-text.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Section } from "@/components/ui/section.tsx";
import { useNow } from "@/components/ui/use-now.ts";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";
import { type RolloutDetail, rolloutEndpoints } from "@/lib/contracts/rollouts.ts";

type RolloutPageProps = {
  project: string;
  initial: RolloutDetail;
  decisions: ResponseOf<typeof rolloutEndpoints.listDecisions>;
};

const REFETCH_MS = 3_000;

function factsOf(project: string, rollout: RolloutDetail): Fact[] {
  const link = (id: string) => (
    <IdText id={id} what="release id" href={`/${project}/releases/${id}`} canCopy />
  );
  return [
    {
      label: "Candidate",
      value: link(rollout.candidateReleaseId),
      qualifier: formatShareBp(rollout.shareBp),
    },
    {
      label: "Control",
      value: rollout.controlReleaseId === null ? "none, first release" : link(rollout.controlReleaseId),
    },
    {
      label: "Environment",
      value: (
        <Link href={`/${project}/environments/${rollout.environment}`} className="text-active underline">
          {rollout.environment}
        </Link>
      ),
    },
    {
      label: "Promotion",
      value: (
        <Link href={`/${project}/promotions/${rollout.promotionNumber}`} className="text-active underline">
          {rollout.promotionNumber}
        </Link>
      ),
    },
    { label: "Policy", value: <span className="mono">{rollout.policyLabel || "not recorded"}</span> },
    { label: "Merged", value: <RelativeTime at={rollout.createdAt} /> },
  ];
}

/** RolloutPage: how far a release is on its way to its users, and everything that may be done about it. */
export function RolloutPage({ project, initial, decisions }: RolloutPageProps) {
  const now = useNow();
  const params = { project, number: String(initial.number) };
  const answer = useEndpoint(
    rolloutEndpoints.getRollout,
    { params },
    { initialData: initial, refetchMs: REFETCH_MS },
  );
  const log = useEndpoint(
    rolloutEndpoints.listDecisions,
    { params },
    { initialData: decisions, refetchMs: REFETCH_MS },
  );
  const rollout = answer.data ?? initial;
  const isOpen = rollout.endedAt === null;
  return (
    <Page>
      <PageHead
        title={
          <>
            Rollout {rollout.number}: <span className="mono">{rollout.candidateReleaseId}</span> in{" "}
            {rollout.environment}
          </>
        }
        status={<StatusBadge family="rollout" state={rollout.state} />}
        description={rolloutWords(rollout, now)}
      />
      <ProblemCard error={answer.error ?? log.error} />
      <FactsStrip facts={factsOf(project, rollout)} />
      {rollout.state === "paused" ? (
        <Callout role="warn" title={`Paused by ${rollout.pausedByName ?? "somebody"}`}>
          {rollout.pauseReason}
        </Callout>
      ) : null}
      {!isOpen && rollout.endReason !== null ? (
        <Callout role="neutral" title="Why it ended">
          {rollout.endReason === "git" ? "Git was taken back by hand." : rollout.endReason}
        </Callout>
      ) : null}
      <Section title="Steps" id="steps">
        <StepList rollout={rollout} />
      </Section>
      {isOpen ? (
        <Section title="Steer" meta="each act needs a reason and is written to the audit log" id="steer">
          <RolloutActs project={project} rollout={rollout} />
        </Section>
      ) : null}
      <Section title="Decisions" meta="newest first" id="decisions">
        <DecisionLog decisions={log.data?.items ?? []} isOpen={isOpen} />
      </Section>
      {rollout.history.length > 0 ? (
        <Section title="Shares" meta="what gateways were told" id="shares">
          <ShareHistory project={project} history={rollout.history} />
        </Section>
      ) : null}
    </Page>
  );
}
