"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { EvalListFilters } from "@/components/evals/eval-list-filters.tsx";
import { EvalRunTable } from "@/components/evals/eval-run-table.tsx";
import { Page } from "@/components/layout/page.tsx";
import { PageSteps } from "@/components/shell/page-steps.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { useRowKeys } from "@/components/shell/use-row-keys.ts";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";
import { evalEndpoints } from "@/lib/contracts/evals.ts";

type EvalListPageProps = {
  project: string;
  initial: ResponseOf<typeof evalEndpoints.listEvalRuns>;
  origin: string;
};

function firstCall(project: string, origin: string): string {
  return `curl -X POST "${origin}/api/v1/projects/${project}/eval-runs?release=$RELEASE_ID" \\
  -H "Authorization: Bearer $TUPELO_KEY" --data-binary @results.json`;
}

/** EvalListPage: every eval run, newest first. */
export function EvalListPage({ project, initial, origin }: EvalListPageProps) {
  const [{ cursor, release, selfReported, unpinned }, setFilter] = useQueryStates({
    cursor: parseAsString,
    release: parseAsString,
    selfReported: parseAsStringLiteral(["true", "false"]),
    unpinned: parseAsStringLiteral(["true", "false"]),
  });
  const runs = useEndpoint(
    evalEndpoints.listEvalRuns,
    {
      params: { project },
      query: {
        cursor: cursor ?? undefined,
        release: release ?? undefined,
        selfReported: selfReported ?? undefined,
        unpinned: unpinned ?? undefined,
      },
    },
    { initialData: initial, refetchMs: 10_000 },
  );
  const items = runs.data?.items ?? [];
  const selected = useRowKeys(items.map((run) => `/${project}/evals/${run.number}`));
  return (
    <Page>
      <PageHead
        title="Evals"
        description="Numbers over golden cases. A dash means not measured; a run without a release satisfies no gate."
      />
      <EvalListFilters
        release={release}
        selfReported={selfReported}
        unpinned={unpinned}
        onChange={(change) => void setFilter({ ...change, cursor: null })}
      />
      <ProblemCard error={runs.error} />
      {runs.data === undefined && !runs.error ? <SkeletonRows count={6} /> : null}
      {runs.data && items.length === 0 ? (
        <EmptyState title="No eval run yet" command={firstCall(project, origin)}>
          A run appears here once you send an evaluation's result file, as promptfoo writes it, for one
          release.
        </EmptyState>
      ) : null}
      {items.length > 0 ? (
        <div className="flex flex-col gap-3">
          <EvalRunTable project={project} items={items} selected={selected} />
          <PageSteps
            count={items.length}
            noun={items.length === 1 ? "eval run" : "eval runs"}
            cursor={cursor}
            nextCursor={runs.data?.nextCursor ?? null}
            onGo={(next) => setFilter({ cursor: next })}
          />
        </div>
      ) : null}
    </Page>
  );
}
