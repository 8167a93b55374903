"use client";

import Link from "next/link";
import { useQueryStates } from "nuqs";
import { Page } from "@/components/layout/page.tsx";
import { ReleaseTable } from "@/components/releases/release-table.tsx";
import { FilterBox } from "@/components/shell/filter-box.tsx";
import { listParsers } from "@/components/shell/list-parsers.ts";
import { PageSteps } from "@/components/shell/page-steps.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { useRowKeys } from "@/components/shell/use-row-keys.ts";
import { Button } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";
import { releaseEndpoints } from "@/lib/contracts/releases.ts";

type ReleaseListPageProps = {
  project: string;
  initial: ResponseOf<typeof releaseEndpoints.listReleases>;
  /** Where the API answers, for the call in the empty state. */
  origin: string;
  composeRefusal: string | null;
};

function firstCall(project: string, origin: string): string {
  return `curl -X POST ${origin}/api/v1/projects/${project}/releases \\
  -H "Authorization: Bearer $TUPELO_KEY" -H "Idempotency-Key: $(uuidgen)" -H "Content-Type: application/json" \\
  -d '{"components":[{"kind":"prompt","name":"support","version":"2.8"},{"kind":"model","name":"lora","version":"1.9"}]}'`;
}

/** ReleaseListPage: every release, newest first, with what it changed in words. */
export function ReleaseListPage({ project, initial, origin, composeRefusal }: ReleaseListPageProps) {
  const [{ search, cursor }, setFilter] = useQueryStates(listParsers);
  const releases = useEndpoint(
    releaseEndpoints.listReleases,
    { params: { project }, query: { search: search || undefined, cursor: cursor ?? undefined } },
    { initialData: initial, refetchMs: 10_000 },
  );
  const items = releases.data?.items ?? [];
  const selected = useRowKeys(items.map((release) => `/${project}/releases/${release.id}`));
  const isEmpty = releases.data !== undefined && items.length === 0;
  return (
    <Page>
      <PageHead
        title="Releases"
        actions={
          <Button asChild variant="primary" size="md" refusal={composeRefusal}>
            {composeRefusal ? "New release" : <Link href={`/${project}/releases/new`}>New release</Link>}
          </Button>
        }
      />
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <FilterBox
            value={search}
            onChange={(next) => setFilter({ search: next, cursor: null })}
            label="Filter by id, part or author"
          />
          <span className="text-meta text-neutral">Changes are against the release composed before it.</span>
        </div>
        <ProblemCard error={releases.error} />
        {releases.data === undefined && !releases.error ? <SkeletonRows count={8} /> : null}
        {isEmpty && !search ? (
          <EmptyState title="No release yet" command={firstCall(project, origin)}>
            A release appears here once somebody pins one version of each part, on this page or over the API.
          </EmptyState>
        ) : null}
        {isEmpty && search ? (
          <EmptyState title={`No release matches “${search}”`}>
            The filter looks in ids, in parts such as prompt support@2.8, and in who composed it.
          </EmptyState>
        ) : null}
        {items.length > 0 ? <ReleaseTable project={project} items={items} selected={selected} /> : null}
        {items.length > 0 ? (
          <PageSteps
            count={items.length}
            noun={items.length === 1 ? "release" : "releases"}
            cursor={cursor}
            nextCursor={releases.data?.nextCursor ?? null}
            onGo={(next) => setFilter({ cursor: next })}
          />
        ) : null}
      </div>
    </Page>
  );
}
