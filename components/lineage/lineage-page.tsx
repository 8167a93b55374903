"use client";

import { Download } from "lucide-react";
import { Page } from "@/components/layout/page.tsx";
import { AnswerCard } from "@/components/lineage/answer-card.tsx";
import { CallsTable, ScoresTable } from "@/components/lineage/calls-table.tsx";
import { ComparisonSwitch, useAgainst } from "@/components/lineage/comparison-switch.tsx";
import { DecisionCards } from "@/components/lineage/decision-cards.tsx";
import { FeatureReads } from "@/components/lineage/feature-reads.tsx";
import { LineageFacts } from "@/components/lineage/lineage-facts.tsx";
import { LineageStrip } from "@/components/lineage/lineage-strip.tsx";
import { PartsTable } from "@/components/lineage/parts-table.tsx";
import { RequestSearch } from "@/components/lineage/request-search.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { RoleBadge } from "@/components/status/status-badge.tsx";
import { Button } from "@/components/ui/button.tsx";
import { IdText } from "@/components/ui/id-text.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { AbsoluteTime } from "@/components/ui/relative-time.tsx";
import { type Lineage, requestEndpoints } from "@/lib/contracts/requests.ts";

type LineagePageProps = { project: string; requestId: string; initial: Lineage };

function OtherIds({ ids }: { ids: readonly string[] }) {
  if (ids.length === 0) return null;
  return (
    <span>
      {" Also known as "}
      {ids.map((id, index) => (
        <span key={id}>
          {index > 0 ? ", " : null}
          <IdText id={id} />
        </span>
      ))}
      .
    </span>
  );
}

/** The whole record as the API has it, to be kept beside an incident's report. */
function ExportRecord({ project, requestId }: { project: string; requestId: string }) {
  const href = `/api/v1/projects/${project}/requests/${encodeURIComponent(requestId)}`;
  return (
    <Button asChild>
      <a href={href} download={`${requestId.replaceAll(/[^A-Za-z0-9._-]/g, "_")}.json`}>
        <Download aria-hidden />
        Export record
      </a>
    </Button>
  );
}

/** LineagePage: from one request to every input that shaped its answer, who let it out, and on what evidence. */
export function LineagePage({ project, requestId, initial }: LineagePageProps) {
  const [against] = useAgainst();
  const answer = useEndpoint(
    requestEndpoints.getLineage,
    { params: { project, requestId }, query: against === null ? {} : { against } },
    { initialData: initial, refetchMs: 10_000 },
  );
  const lineage = answer.data ?? initial;
  const isAttributed = lineage.release !== null;
  return (
    <Page>
      <PageHead
        title={
          <>
            Request <span className="mono break-all">{lineage.requestId}</span>
          </>
        }
        status={isAttributed ? undefined : <RoleBadge role="warn">Unattributed</RoleBadge>}
        description={
          <>
            Served <AbsoluteTime at={lineage.servedAt} />.
            <OtherIds ids={lineage.otherRequestIds} />
          </>
        }
        actions={
          <>
            <RequestSearch project={project} initial={requestId} className="w-80 phone:w-full" />
            <ExportRecord project={project} requestId={lineage.requestId} />
          </>
        }
      />
      <ProblemCard error={answer.error} />
      <AnswerCard lineage={lineage} />
      <LineageFacts project={project} lineage={lineage} />
      <div className="flex flex-col gap-2">
        <LineageStrip project={project} lineage={lineage} />
        <div className="flex justify-end">
          <ComparisonSwitch lineage={lineage} />
        </div>
      </div>
      <FeatureReads reads={lineage.featureReads} />
      {isAttributed ? <PartsTable lineage={lineage} /> : null}
      {isAttributed ? <DecisionCards project={project} lineage={lineage} /> : null}
      <CallsTable calls={lineage.calls} />
      <ScoresTable evaluations={lineage.evaluations} />
    </Page>
  );
}
