"use client";

import { Search } from "lucide-react";
import Link from "next/link";
import { EnvironmentCards } from "@/components/environments/environment-list-page.tsx";
import { Page } from "@/components/layout/page.tsx";
import { FirstSteps } from "@/components/overview/first-steps.tsx";
import { needsList } from "@/components/overview/needs-list.ts";
import { NeedsYou } from "@/components/overview/needs-you.tsx";
import { Today } from "@/components/overview/today.tsx";
import { type OverviewInitial, useOverview } from "@/components/overview/use-overview.ts";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { Button } from "@/components/ui/button.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { useNow } from "@/components/ui/use-now.ts";

type OverviewPageProps = {
  project: { slug: string; name: string; gitHost: string; repository: string };
  initial: OverviewInitial;
  proposeRefusal: string | null;
};

function Actions({ project, proposeRefusal }: { project: string; proposeRefusal: string | null }) {
  return (
    <>
      <Button asChild size="md">
        <Link href={`/${project}/requests`}>
          <Search aria-hidden />
          Look up a request
        </Link>
      </Button>
      <Button
        asChild
        variant="primary"
        size="md"
        refusal={proposeRefusal}
        wrapperClassName="items-end text-right phone:items-start phone:text-left"
      >
        {proposeRefusal ? "New promotion" : <Link href={`/${project}/releases`}>New promotion</Link>}
      </Button>
    </>
  );
}

/** OverviewPage: is git what runs, what waits for a person, what happened last. */
export function OverviewPage({ project, initial, proposeRefusal }: OverviewPageProps) {
  const now = useNow();
  const overview = useOverview(project.slug, initial);
  const { environments, promotions } = overview;
  const isEmpty = environments.every((each) => each.served === null) && initial.releaseCount === 0;
  const needs = needsList({ project: project.slug, environments, promotions, now });
  return (
    <Page>
      <PageHead
        title="Overview"
        actions={<Actions project={project.slug} proposeRefusal={proposeRefusal} />}
      />
      <ProblemCard error={overview.error} />
      {isEmpty ? (
        <FirstSteps project={project.slug} gitHost={project.gitHost} repository={project.repository} />
      ) : null}
      {environments.length > 0 ? (
        <EnvironmentCards project={project.slug} environments={environments} />
      ) : null}
      <div className="grid items-start gap-6 wide:grid-cols-[minmax(0,4fr)_minmax(0,3fr)]">
        <NeedsYou needs={needs} />
        <Today project={project.slug} events={overview.events} promotions={overview.newest} />
      </div>
    </Page>
  );
}
