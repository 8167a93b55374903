"use client";

import Link from "next/link";
import { servedBy } from "@/components/environments/served.ts";
import { GitLight } from "@/components/rollback/git-light.tsx";
import { Light } from "@/components/rollback/light.tsx";
import { ObservedLight } from "@/components/rollback/observed-light.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Glyph } from "@/components/status/glyph.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Card } from "@/components/ui/card.tsx";
import { formatUtcClock, toDate } from "@/components/ui/format-time.ts";
import type { EnvironmentDetail } from "@/lib/contracts/environments.ts";
import { reconciliationEndpoints } from "@/lib/contracts/reconciliations.ts";

type RollbackProgressProps = {
  project: string;
  environment: EnvironmentDetail;
  /** The allocation that the rollback made. */
  version: number;
  reconciliationNumber: number | null;
  /** How long the answer took, where this browser pressed; in milliseconds. */
  tookMs: number | null;
  onAgain: () => void;
};

function clockOf(at: string | undefined): string {
  const date = at ? toDate(at) : null;
  return date ? `${formatUtcClock(date, { hasSeconds: true })} UTC` : "";
}

function RoutedLight({
  environment,
  version,
  tookMs,
}: Pick<RollbackProgressProps, "environment" | "version" | "tookMs">) {
  const served = environment.served;
  if (served === null || served.version < version) {
    return (
      <Light state="active" title="Routed">
        Waiting until the environment serves allocation {version}.
      </Light>
    );
  }
  const words = served.version > version ? `Allocation ${served.version} came after this rollback.` : null;
  return (
    <Light state="good" title="Routed" at={tookMs === null ? undefined : `+${(tookMs / 1000).toFixed(1)} s`}>
      Gateways are told <span className="mono">{servedBy(served) ?? "nothing"}</span>, allocation{" "}
      {served.version}. {words}
    </Light>
  );
}

/** RollbackProgress: requested, routed, observed, git; each light is what the server says, so a reload shows the same. */
export function RollbackProgress(props: RollbackProgressProps) {
  const { project, environment, version, reconciliationNumber, tookMs, onAgain } = props;
  const list = useEndpoint(
    reconciliationEndpoints.listReconciliations,
    { params: { project }, query: { state: "all" } },
    { refetchMs: 1_000, isOn: reconciliationNumber !== null },
  );
  const reconciliation = list.data?.items.find((row) => row.number === reconciliationNumber) ?? null;
  const made = environment.history.find((row) => row.version === version);
  const left = environment.history.find((row) => row.version === version - 1) ?? null;
  const quarantined = left?.candidate ?? servedBy(left);
  return (
    <div className="flex flex-col gap-4">
      <ProblemCard error={list.error} />
      <Card isFlush>
        <ol aria-label="What follows the rollback" aria-live="polite">
          <Light state="good" title="Requested" at={clockOf(made?.since)}>
            Stored with its reason, allocation {version}, and written to the audit log.
          </Light>
          <RoutedLight environment={environment} version={version} tookMs={tookMs} />
          <ObservedLight gateways={environment.gateways} version={version} />
          <GitLight reconciliation={reconciliation} hasOne={reconciliationNumber !== null} />
        </ol>
      </Card>
      {quarantined && environment.quarantined.includes(quarantined) ? (
        <p className="flex items-center gap-2">
          <Glyph name="check" className="text-good" />
          <span className="min-w-0 flex-1">
            <span className="mono">{quarantined}</span> is quarantined
          </span>
          <span className="text-meta text-neutral">cannot be promoted</span>
        </p>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button asChild>
          <Link href={`/${project}/environments/${environment.name}`}>See {environment.name}</Link>
        </Button>
        <Button variant="ghost" onClick={onAgain}>
          Roll back further
        </Button>
      </div>
      <p className="text-meta text-neutral">You can close this page. The rollback does not depend on it.</p>
    </div>
  );
}
