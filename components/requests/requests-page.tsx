"use client";

import { Pause, Play } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import { Page } from "@/components/layout/page.tsx";
import { RequestSearch } from "@/components/lineage/request-search.tsx";
import { SendFirstSpan } from "@/components/lineage/send-first-span.tsx";
import { RequestFilters } from "@/components/requests/request-filters.tsx";
import { RequestTable } from "@/components/requests/request-table.tsx";
import { givenRequestFilter, useRequestFilter } from "@/components/requests/use-request-filter.ts";
import { rowsOf, useRequests } from "@/components/requests/use-requests.ts";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { Button } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { AbsoluteTime } from "@/components/ui/relative-time.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";

type RequestsPageProps = { project: string; environments: readonly string[]; dataPlaneUrl: string };

/** RequestsPage: what was reported lately; from each request a link leads to every input of its answer. */
export function RequestsPage({ project, environments, dataPlaneUrl }: RequestsPageProps) {
  const [filter, setFilter] = useRequestFilter();
  const [isLive, setLive] = useState(true);
  const given = useMemo(() => givenRequestFilter(filter), [filter]);
  const list = useRequests(project, given, isLive);
  const { hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = list;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const pages = list.data?.pages ?? [];
  const rows = useMemo(() => rowsOf(pages), [pages]);
  const lookedBackTo = pages.at(-1)?.lookedBackTo;
  const isReading = pages.length > 1;
  return (
    <Page>
      <PageHead
        title="Requests"
        description="From one request to every input that shaped its answer, who let it out, and on what evidence."
        actions={<RequestSearch project={project} />}
      />
      <RequestFilters
        filter={filter}
        environments={environments}
        onChange={(change) => void setFilter(change)}
      />
      <ProblemCard error={list.error} />
      {list.data === undefined && !list.error ? <SkeletonRows count={12} /> : null}
      {lookedBackTo ? (
        <p className="flex flex-wrap items-center gap-2 text-meta text-neutral">
          <span>
            {rows.length} {rows.length === 1 ? "request" : "requests"} since{" "}
            <AbsoluteTime at={lookedBackTo} />.
            {isReading && isLive ? " New ones wait while you read further down." : null}
          </span>
          {hasNextPage ? (
            <Button isBusy={isFetchingNextPage} onClick={more}>
              Look further back
            </Button>
          ) : null}
          <Button aria-pressed={isLive} onClick={() => setLive(!isLive)}>
            {isLive ? <Pause aria-hidden /> : <Play aria-hidden />}
            {isLive ? "Pause" : "Go live"}
          </Button>
          {isReading ? <Button onClick={() => void refetch()}>Show the newest</Button> : null}
        </p>
      ) : null}
      {rows.length > 0 ? (
        <RequestTable project={project} rows={rows} hasMore={hasNextPage} onNeedMore={more} />
      ) : null}
      {list.data && rows.length === 0 ? (
        <EmptyState title={hasNextPage ? "Nothing found so far" : "No request fits"}>
          Each request that a gateway reports is one row here, within a second.
        </EmptyState>
      ) : null}
      {list.data && rows.length === 0 ? (
        <SendFirstSpan project={project} dataPlaneUrl={dataPlaneUrl} />
      ) : null}
    </Page>
  );
}
