"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { ReconciliationCard } from "@/components/environments/reconciliation-card.tsx";
import { Page } from "@/components/layout/page.tsx";
import { ClosedTable } from "@/components/reconciliations/closed-table.tsx";
import { HistoryRewrites } from "@/components/reconciliations/history-rewrites.tsx";
import type { ReconciliationViewer } from "@/components/reconciliations/reconciliation-viewer.ts";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Segmented } from "@/components/ui/segmented.tsx";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";
import { reconciliationEndpoints } from "@/lib/contracts/reconciliations.ts";

type List = typeof reconciliationEndpoints.listReconciliations;

const STATES = ["all", "open", "closed"] as const;
const STATE_OPTIONS = [
  { value: "all", label: "All" },
  { value: "open", label: "Open" },
  { value: "closed", label: "Closed" },
] as const;
const parsers = {
  state: parseAsStringLiteral(STATES).withDefault("all"),
  environment: parseAsString.withDefault(""),
  postReview: parseAsStringLiteral(["due"]),
};

type ReconciliationsPageProps = {
  project: string;
  environments: readonly string[];
  initial: ResponseOf<List>;
  viewer: ReconciliationViewer;
  historyRefusal: string | null;
};

/** ReconciliationsPage: where git and what is served disagree or did, who owns it, and what is still owed. */
export function ReconciliationsPage(props: ReconciliationsPageProps) {
  const { project, environments, initial, viewer } = props;
  const [{ state, environment, postReview }, setFilters] = useQueryStates(parsers);
  const list = useEndpoint(
    reconciliationEndpoints.listReconciliations,
    {
      params: { project },
      query: {
        state,
        ...(environment === "" ? {} : { environment }),
        ...(postReview === null ? {} : { postReview }),
      },
    },
    { initialData: initial, refetchMs: 3_000 },
  );
  const items = list.data?.items ?? [];
  const open = items.filter((row) => row.state === "open");
  const closed = items.filter((row) => row.state === "closed");
  const places = [
    { value: "", label: "Everywhere" },
    ...environments.map((name) => ({ value: name, label: name })),
  ];
  return (
    <Page>
      <PageHead
        title="Reconciliations"
        description="Where git and what is served disagree, or did. Each closes by the facts alone."
      />
      <div className="flex flex-wrap gap-3">
        <Segmented
          label="State"
          options={STATE_OPTIONS}
          value={state}
          onChange={(value) => setFilters({ state: value })}
        />
        <Segmented
          label="Environment"
          options={places}
          value={environment}
          onChange={(value) => setFilters({ environment: value === "" ? null : value })}
        />
        <Segmented
          label="Review afterwards"
          options={[
            { value: "any", label: "Any" },
            { value: "due", label: "Review still due" },
          ]}
          value={postReview ?? "any"}
          onChange={(value) => setFilters({ postReview: value === "due" ? "due" : null })}
        />
      </div>
      <ProblemCard error={list.error} />
      <HistoryRewrites project={project} refusal={props.historyRefusal} />
      {items.length === 0 ? (
        <EmptyState title="Nothing to reconcile">
          Git names what is served, as far as these filters go.
        </EmptyState>
      ) : null}
      {open.map((row) => (
        <ReconciliationCard key={row.number} project={project} reconciliation={row} viewer={viewer} />
      ))}
      {closed.length > 0 ? (
        <Section title="Closed" meta="newest first">
          <ClosedTable project={project} rows={closed} viewer={viewer} />
        </Section>
      ) : null}
    </Page>
  );
}
