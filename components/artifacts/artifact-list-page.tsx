"use client";

import Link from "next/link";
import { parseAsString, useQueryStates } from "nuqs";
import { artifactHref } from "@/components/artifacts/artifact-href.ts";
import { RepositoryCallout } from "@/components/artifacts/repository-callout.tsx";
import { Page } from "@/components/layout/page.tsx";
import { UnregisteredPrompts } from "@/components/models/unregistered-prompts.tsx";
import { FilterBox } from "@/components/shell/filter-box.tsx";
import { listParsers } from "@/components/shell/list-parsers.ts";
import { PageSteps } from "@/components/shell/page-steps.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { useRowKeys } from "@/components/shell/use-row-keys.ts";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Select } from "@/components/ui/select.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import { type ArtifactSummary, artifactEndpoints, type RepositoryState } from "@/lib/contracts/artifacts.ts";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";
import type { modelEndpoints } from "@/lib/contracts/models.ts";
import { ARTIFACT_KINDS } from "@/lib/domain/artifacts/index.ts";

type ArtifactListPageProps = {
  project: string;
  initial: ResponseOf<typeof artifactEndpoints.listArtifacts>;
  repository: RepositoryState;
  unregistered: ResponseOf<typeof modelEndpoints.listUnregisteredPrompts>;
};

const parsers = { ...listParsers, kind: parseAsString.withDefault("") };

type ArtifactTableProps = { project: string; items: readonly ArtifactSummary[]; selected: number };

function ArtifactTable({ project, items, selected }: ArtifactTableProps) {
  return (
    <Table label="Artifacts">
      <TableHead>
        <tr>
          <TableHeader>Artifact</TableHeader>
          <TableHeader>Kind</TableHeader>
          <TableHeader>Newest version</TableHeader>
          <TableHeader isNumber>Versions</TableHeader>
          <TableHeader isNumber>Findings</TableHeader>
          <TableHeader>Last author</TableHeader>
          <TableHeader isNumber>Last written</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {items.map((item, index) => (
          <TableRow key={`${item.kind} ${item.name}`} isSelected={index === selected}>
            <TableCell className="whitespace-nowrap">
              <Link href={artifactHref(project, item)} className="hover:underline">
                {item.name}
              </Link>
            </TableCell>
            <TableCell className="whitespace-nowrap text-neutral">{item.kind}</TableCell>
            <TableCell className="whitespace-nowrap">
              {item.newestVersion === null ? (
                <span className="text-neutral">none could be registered</span>
              ) : (
                <span className="mono">
                  {item.name}@{item.newestVersion}
                </span>
              )}
            </TableCell>
            <TableCell isNumber>{item.versionCount}</TableCell>
            <TableCell isNumber className={item.findingCount > 0 ? "text-warn" : "text-neutral"}>
              {item.findingCount === 0 ? "none" : item.findingCount}
            </TableCell>
            <TableCell className="whitespace-nowrap">{item.lastAuthorName ?? "unknown"}</TableCell>
            <TableCell isNumber className="whitespace-nowrap text-neutral">
              {item.lastAuthoredAt ? <RelativeTime at={item.lastAuthoredAt} /> : null}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

/** ArtifactListPage: what a release can be made of, read from the ops repository. */
export function ArtifactListPage({ project, initial, repository, unregistered }: ArtifactListPageProps) {
  const [{ search, cursor, kind }, setFilter] = useQueryStates(parsers);
  const artifacts = useEndpoint(
    artifactEndpoints.listArtifacts,
    {
      params: { project },
      query: { search: search || undefined, kind: kind || undefined, cursor: cursor ?? undefined },
    },
    { initialData: initial, refetchMs: 10_000 },
  );
  const sync = useEndpoint(
    artifactEndpoints.getRepository,
    { params: { project } },
    { initialData: repository, refetchMs: 10_000 },
  );
  const items = artifacts.data?.items ?? [];
  const selected = useRowKeys(items.map((item) => artifactHref(project, item)));
  const isFiltered = search !== "" || kind !== "";
  return (
    <Page>
      <PageHead title="Artifacts" />
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap items-center gap-3">
          <FilterBox
            value={search}
            onChange={(next) => setFilter({ search: next, cursor: null })}
            label="Filter by kind or name"
          />
          <Select
            aria-label="Kind"
            className="w-52"
            value={kind}
            onChange={(event) => setFilter({ kind: event.target.value, cursor: null })}
          >
            <option value="">All kinds</option>
            {ARTIFACT_KINDS.map((entry) => (
              <option key={entry.kind} value={entry.kind}>
                {entry.label}
              </option>
            ))}
          </Select>
        </div>
        <ProblemCard error={artifacts.error} />
        <RepositoryCallout repository={sync.data ?? repository} />
        {artifacts.data === undefined && !artifacts.error ? <SkeletonRows count={8} /> : null}
        {artifacts.data && items.length === 0 ? (
          <EmptyState
            title={isFiltered ? "No artifact matches" : "No artifact yet"}
            command={
              isFiltered
                ? undefined
                : "git add tupelo.yaml prompts && git commit -m 'Adopt Tupelo' && git push"
            }
          >
            {isFiltered
              ? "The filter looks in kinds and names."
              : "Artifacts appear here once the worker has read the ops repository: tupelo.yaml says which files they are."}
          </EmptyState>
        ) : null}
        {items.length > 0 ? (
          <>
            <ArtifactTable project={project} items={items} selected={selected} />
            <PageSteps
              count={items.length}
              noun={items.length === 1 ? "artifact" : "artifacts"}
              cursor={cursor}
              nextCursor={artifacts.data?.nextCursor ?? null}
              onGo={(next) => setFilter({ cursor: next })}
            />
          </>
        ) : null}
      </div>
      <UnregisteredPrompts project={project} initial={unregistered} />
    </Page>
  );
}
