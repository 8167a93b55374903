"use client";

import { parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { AuditExport } from "@/components/audit/audit-export.tsx";
import { AuditFilters } from "@/components/audit/audit-filters.tsx";
import { AuditTable } from "@/components/audit/audit-table.tsx";
import { ChainStatus } from "@/components/audit/chain-status.tsx";
import { CheckpointWarnings } from "@/components/audit/checkpoint-lines.tsx";
import { Page } from "@/components/layout/page.tsx";
import { PageSteps } from "@/components/shell/page-steps.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { auditEndpoints } from "@/lib/contracts/audit.ts";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";
import { givenFilter } from "@/lib/domain/audit/audit-filter.ts";

type AuditPageProps = {
  project: string;
  initial: ResponseOf<typeof auditEndpoints.listAudit>;
  exportRefusal: string | null;
};

const text = parseAsString.withDefault("");
const parsers = {
  ...{ q: text, action: text, actor: text, environment: text },
  ...{ release: text, request: text, from: text, to: text },
  cursor: parseAsString,
  row: parseAsInteger,
};
const EVENTS_MS = 5_000;
/** Verifying goes through the whole chain. */
const CHAIN_MS = 60_000;

/** AuditPage: what was done, by whom, and that nothing of it was changed since. */
export function AuditPage({ project, initial, exportRefusal }: AuditPageProps) {
  const [state, setState] = useQueryStates(parsers);
  const { q, action, actor, environment, release, request, from, to, cursor, row } = state;
  const filter = useMemo(
    () => ({ q, action, actor, environment, release, request, from, to }),
    [q, action, actor, environment, release, request, from, to],
  );
  const given = givenFilter(filter);
  const params = { project };
  const audit = useEndpoint(
    auditEndpoints.listAudit,
    { params, query: { ...given, cursor: cursor ?? undefined, verify: "false" } },
    { initialData: initial, refetchMs: cursor === null ? EVENTS_MS : undefined },
  );
  const chain = useEndpoint(
    auditEndpoints.listAudit,
    { params, query: { limit: 1 } },
    { initialData: initial, refetchMs: CHAIN_MS },
  );
  const events = audit.data?.items ?? [];
  return (
    <Page>
      <PageHead
        title="Audit log"
        description="Rows are never changed or removed. Exports are recorded too."
        actions={<AuditExport project={project} filter={given} refusal={exportRefusal} />}
      />
      <ProblemCard error={audit.error} />
      {chain.data ? <CheckpointWarnings checkpoints={chain.data.checkpoints} /> : null}
      {chain.data?.chain ? (
        <ChainStatus chain={chain.data.chain} checkpoints={chain.data.checkpoints} />
      ) : null}
      <AuditFilters value={filter} onChange={(next) => setState({ ...next, cursor: null, row: null })} />
      {given === null || exportRefusal !== null ? null : (
        <p className="text-meta text-neutral">
          A filtered export shows events; it cannot prove that none is missing between them.
        </p>
      )}
      {audit.data === undefined && !audit.error ? <SkeletonRows count={12} /> : null}
      {audit.data && events.length === 0 ? (
        <EmptyState title="No event matches">
          Each change of state in this project is one row here. The search looks into names, ids and reasons.
          The other filters are exact: a whole action such as environment.rolled_back, a whole name, a whole
          release id.
        </EmptyState>
      ) : null}
      {events.length > 0 ? (
        <>
          <AuditTable
            project={project}
            events={events}
            openSeq={row}
            onToggle={(seq) => setState({ row: seq === row ? null : seq })}
          />
          <PageSteps
            count={events.length}
            noun={events.length === 1 ? "row" : "rows"}
            cursor={cursor}
            nextCursor={audit.data?.nextCursor ?? null}
            onGo={(next) => setState({ cursor: next, row: null })}
          />
        </>
      ) : null}
    </Page>
  );
}
