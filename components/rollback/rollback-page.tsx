"use client";

import { parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { useState } from "react";
import { EnvironmentBadge } from "@/components/environments/environment-badge.tsx";
import { servedBy } from "@/components/environments/served.ts";
import { Page } from "@/components/layout/page.tsx";
import type { GitSeen } from "@/components/rollback/readiness.tsx";
import { type Done, RollbackForm } from "@/components/rollback/rollback-form.tsx";
import { RollbackProgress } from "@/components/rollback/rollback-progress.tsx";
import { targetsOf } from "@/components/rollback/rollback-refusal.ts";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { type EnvironmentDetail, environmentEndpoints } from "@/lib/contracts/environments.ts";

type RollbackPageProps = {
  project: string;
  initial: EnvironmentDetail;
  roleRefusal: string | null;
  email: string;
  git: GitSeen;
};

/** What a link or a reload needs to show the same: the chosen target, or the rollback that was made. */
const parsers = { target: parseAsString, version: parseAsInteger, reconciliation: parseAsInteger };

/** RollbackPage: one screen for the night: what is served, where to, hold; then four lights. */
export function RollbackPage({ project, initial, roleRefusal, email, git }: RollbackPageProps) {
  const [{ target: chosen, version, reconciliation }, setState] = useQueryStates(parsers);
  const [tookMs, setTookMs] = useState<number | null>(null);
  const answer = useEndpoint(
    environmentEndpoints.getEnvironment,
    { params: { project, environment: initial.name } },
    { initialData: initial, refetchMs: 1_000 },
  );
  const environment = answer.data ?? initial;
  const { name, served } = environment;
  const targets = targetsOf(environment);
  const target = chosen !== null && targets.includes(chosen) ? chosen : (targets[0] ?? null);
  function showDone(done: Done) {
    setTookMs(done.tookMs);
    setState({ target: null, version: done.version, reconciliation: done.reconciliation });
  }
  const isDone = version !== null;
  return (
    <Page className="mx-auto w-full max-w-xl gap-4">
      <PageHead
        title={isDone ? `${name} serves ${servedBy(served) ?? "nothing"}` : `Roll back ${name}`}
        status={<EnvironmentBadge environment={environment} />}
      />
      <ProblemCard error={answer.error} />
      {served === null ? (
        <EmptyState title="Nothing is served here yet">
          A rollback goes to a release that was served before. This environment never served one.
        </EmptyState>
      ) : null}
      {isDone ? (
        <RollbackProgress
          {...{ project, environment, version, tookMs }}
          reconciliationNumber={reconciliation}
          onAgain={() => setState({ version: null, reconciliation: null })}
        />
      ) : null}
      {!isDone && served !== null ? (
        <RollbackForm
          {...{ project, environment, target, roleRefusal, email, git }}
          onChoose={(releaseId) => setState({ target: releaseId })}
          onDone={showDone}
        />
      ) : null}
    </Page>
  );
}
