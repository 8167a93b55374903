"use client";

import { EnvironmentCard } from "@/components/environments/environment-card.tsx";
import { stateOf } from "@/components/environments/served.ts";
import { Page } from "@/components/layout/page.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { type EnvironmentDetail, environmentEndpoints } from "@/lib/contracts/environments.ts";

type EnvironmentCardsProps = { project: string; environments: readonly EnvironmentDetail[] };

/** EnvironmentCards: one card each, in the order in which a release goes through them. */
export function EnvironmentCards({ project, environments }: EnvironmentCardsProps) {
  const first = environments.find((each) => stateOf(each) === "reconciling" || stateOf(each) === "drift");
  return (
    <section aria-labelledby="environments" className="grid gap-4 lg:grid-cols-2 wide:grid-cols-3">
      <h2 id="environments" className="sr-only">
        Environments
      </h2>
      {environments.map((environment) => (
        <EnvironmentCard
          key={environment.name}
          project={project}
          environment={environment}
          isSolid={environment === first}
        />
      ))}
    </section>
  );
}

const ENVIRONMENTS_YAML = `environments:
  staging: { aliases: deployments/staging/aliases.yaml }
  production: { aliases: deployments/production/aliases.yaml, reviewers: 1 }`;

/** NoEnvironments: where environments come from. */
export function NoEnvironments() {
  return (
    <EmptyState title="No environment yet" command={ENVIRONMENTS_YAML}>
      Environments are read from tupelo.yaml at the root of the ops repository: push one like this, and it
      appears here within seconds.
    </EmptyState>
  );
}

type EnvironmentListPageProps = { project: string; initial: EnvironmentDetail[] };

/** EnvironmentListPage: every environment with what git desires and what is served. */
export function EnvironmentListPage({ project, initial }: EnvironmentListPageProps) {
  const list = useEndpoint(
    environmentEndpoints.listEnvironments,
    { params: { project } },
    { initialData: { items: initial }, refetchMs: 5_000 },
  );
  const items = list.data?.items ?? [];
  return (
    <Page>
      <PageHead title="Environments" description="What git desires, and what is served." />
      <ProblemCard error={list.error} />
      {items.length > 0 ? <EnvironmentCards project={project} environments={items} /> : <NoEnvironments />}
    </Page>
  );
}
