"use client";

import { parseAsString, parseAsStringEnum, useQueryStates } from "nuqs";
import { Page } from "@/components/layout/page.tsx";
import { RolloutTable } from "@/components/rollouts/rollout-table.tsx";
import { PageSteps } from "@/components/shell/page-steps.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { useRowKeys } from "@/components/shell/use-row-keys.ts";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { TabLinks } from "@/components/ui/tabs.tsx";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";
import { rolloutEndpoints } from "@/lib/contracts/rollouts.ts";

type RolloutListPageProps = {
  project: string;
  initial: ResponseOf<typeof rolloutEndpoints.listRollouts>;
};

const STATES = ["all", "open", "closed"] as const;
const parsers = { state: parseAsStringEnum([...STATES]).withDefault("all"), cursor: parseAsString };
const LABELS: Record<(typeof STATES)[number], string> = { all: "All", open: "Open", closed: "Ended" };

/** RolloutListPage: every way from merged to known good, newest first. */
export function RolloutListPage({ project, initial }: RolloutListPageProps) {
  const [{ state, cursor }, setFilter] = useQueryStates(parsers);
  const rollouts = useEndpoint(
    rolloutEndpoints.listRollouts,
    { params: { project }, query: { state, cursor: cursor ?? undefined } },
    { initialData: initial, refetchMs: 5_000 },
  );
  const items = rollouts.data?.items ?? [];
  const base = `/${project}/rollouts`;
  const selected = useRowKeys(items.map((row) => `${base}/${row.number}`));
  return (
    <Page>
      <PageHead title="Rollouts" />
      <TabLinks
        label="Rollouts"
        items={STATES.map((value) => ({
          value,
          label: LABELS[value],
          href: value === "all" ? base : `${base}?state=${value}`,
          isCurrent: state === value,
        }))}
      />
      <ProblemCard error={rollouts.error} />
      {rollouts.data === undefined && !rollouts.error ? <SkeletonRows count={6} /> : null}
      {rollouts.data && items.length === 0 ? (
        <EmptyState title={state === "all" ? "No rollout yet" : "No such rollout"}>
          A rollout appears here once the pull request of an approved promotion is merged.
        </EmptyState>
      ) : null}
      {items.length > 0 ? (
        <div className="flex flex-col gap-3">
          <RolloutTable project={project} items={items} selected={selected} />
          <PageSteps
            count={items.length}
            noun={items.length === 1 ? "rollout" : "rollouts"}
            cursor={cursor}
            nextCursor={rollouts.data?.nextCursor ?? null}
            onGo={(next) => setFilter({ cursor: next })}
          />
        </div>
      ) : null}
    </Page>
  );
}
