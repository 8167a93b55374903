"use client";

import { Download } from "lucide-react";
import { parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { AuditFilters } from "@/components/audit/audit-filters.tsx";
import { AuditTable } from "@/components/audit/audit-table.tsx";
import { ChainStatus } from "@/components/audit/chain-status.tsx";
import { Page } from "@/components/layout/page.tsx";
import { PageSteps } from "@/components/shell/page-steps.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { auditEndpoints } from "@/lib/contracts/audit.ts";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";

type AuditPageProps = {
  project: string;
  initial: ResponseOf<typeof auditEndpoints.listAudit>;
  exportRefusal: string | null;
};

const text = parseAsString.withDefault("");
const parsers = {
  ...{ action: text, actor: text, environment: text, release: text },
  cursor: parseAsString,
  row: parseAsInteger,
};

function ExportButton({ project, refusal }: { project: string; refusal: string | null }) {
  if (refusal !== null) return <Button refusal={refusal}>Export JSONL</Button>;
  return (
    <Button asChild>
      <a href={`/api/v1/projects/${project}/audit/export`} download={`${project}-audit.jsonl`}>
        <Download aria-hidden />
        Export JSONL
      </a>
    </Button>
  );
}

/** AuditPage: what was done, by whom, and that nothing of it was changed since. */
export function AuditPage({ project, initial, exportRefusal }: AuditPageProps) {
  const [state, setState] = useQueryStates(parsers);
  const { action, actor, environment, release, cursor, row } = state;
  const filter = useMemo(
    () => ({ action, actor, environment, release }),
    [action, actor, environment, release],
  );
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ""));
  const audit = useEndpoint(
    auditEndpoints.listAudit,
    { params: { project }, query: { ...given, cursor: cursor ?? undefined } },
    { initialData: initial, refetchMs: cursor === null ? 5_000 : undefined },
  );
  const events = audit.data?.items ?? [];
  return (
    <Page>
      <PageHead
        title="Audit log"
        description="Rows are never changed or removed. Exports are recorded too."
        actions={<ExportButton project={project} refusal={exportRefusal} />}
      />
      <ProblemCard error={audit.error} />
      {audit.data?.chain ? <ChainStatus chain={audit.data.chain} /> : null}
      <AuditFilters value={filter} onChange={(next) => setState({ ...next, cursor: null, row: null })} />
      {audit.data === undefined && !audit.error ? <SkeletonRows count={12} /> : null}
      {audit.data && events.length === 0 ? (
        <EmptyState title="No event matches">
          Each change of state in this project is one row here. Filters are exact: a whole action such as
          environment.rolled_back, a whole name, a whole release id.
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
