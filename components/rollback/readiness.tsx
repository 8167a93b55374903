"use client";

import type { ReactNode } from "react";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Glyph } from "@/components/status/glyph.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import type { EnvironmentDetail } from "@/lib/contracts/environments.ts";
import { releaseEndpoints } from "@/lib/contracts/releases.ts";

/** What the last look at the ops repository said; null before the first look. */
export type GitSeen = { checkedAt: string | null; error: string | null };

type ReadinessProps = { project: string; environment: EnvironmentDetail; target: string; git: GitSeen };

function Line({ isGood, title, aside }: { isGood: boolean; title: ReactNode; aside: ReactNode }) {
  return (
    <li className="flex items-center gap-2 border-hair border-b py-1.5 last:border-b-0">
      <Glyph name={isGood ? "check" : "triangle"} className={isGood ? "text-good" : "text-warn"} />
      <span className="min-w-0 flex-1">{title}</span>
      <span className="text-right text-meta text-neutral">{aside}</span>
    </li>
  );
}

function PartsLine({ project, target }: Pick<ReadinessProps, "project" | "target">) {
  const release = useEndpoint(releaseEndpoints.getRelease, { params: { project, releaseId: target } });
  if (!release.data || release.data.id !== target) return null;
  const { parts } = release.data;
  const published = parts.filter((part) => part.sighting?.stage === "published").length;
  return (
    <Line
      isGood={published === parts.length}
      title={`All ${parts.length} parts are in the registry`}
      aside={published === parts.length ? "published" : `${published} of ${parts.length} published`}
    />
  );
}

/** Which gateways have the target loaded, where gateways say such things at all. */
function WarmLine({ gateways, target }: { gateways: EnvironmentDetail["gateways"]; target: string }) {
  const { instances, reporting } = gateways;
  if (!instances.some((row) => row.warmReleaseIds.length > 0) || instances.length < reporting) return null;
  const warm = instances.filter((row) => row.warmReleaseIds.includes(target)).length;
  return (
    <Line
      isGood={warm === reporting}
      title="Loaded on the gateways"
      aside={warm === reporting ? `all ${reporting}` : `${warm} of ${reporting}`}
    />
  );
}

/** Readiness: only what is known to be so; nothing is promised about gateways that did not report. */
export function Readiness({ project, environment, target, git }: ReadinessProps) {
  const error = environment.reconciliation?.lastError ?? git.error;
  const lastServed = environment.history.find((row) => row.control === target || row.candidate === target);
  return (
    <ul aria-label="Readiness">
      <PartsLine project={project} target={target} />
      {lastServed ? (
        <Line isGood title="Was served here before" aside={<RelativeTime at={lastServed.since} />} />
      ) : null}
      <WarmLine gateways={environment.gateways} target={target} />
      {error ? <Line isGood={false} title="Git cannot be reached" aside="not needed to roll back" /> : null}
      {!error && git.checkedAt ? (
        <Line isGood title="Git was reached" aside={<RelativeTime at={git.checkedAt} />} />
      ) : null}
    </ul>
  );
}
