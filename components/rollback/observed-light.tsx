"use client";

import { Light } from "@/components/rollback/light.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import type { EnvironmentDetail } from "@/lib/contracts/environments.ts";

type ObservedLightProps = {
  gateways: EnvironmentDetail["gateways"];
  /** The allocation that the rollback made. */
  version: number;
};

const MAX_NAMED = 3;

/** ObservedLight: whether the gateways themselves say that they route by it; told is not yet observed. */
export function ObservedLight({ gateways, version }: ObservedLightProps) {
  const { reporting, instances } = gateways;
  if (reporting === 0) {
    return (
      <Light state="waiting" title="Not observed">
        No gateway reports here, so none can say that it routes by allocation {version}. Gateways that ask
        over OFREP are told at each request and do not report.
      </Light>
    );
  }
  const lagging = instances.filter((row) => row.generation < version);
  if (lagging.length === 0) {
    return (
      <Light state="good" title="Observed">
        On {reporting} of {reporting} {reporting === 1 ? "gateway" : "gateways"}, at allocation {version}.
      </Light>
    );
  }
  // The list is cut; where all of it lags, only the server's own count is whole.
  const observed = lagging.length < instances.length ? reporting - lagging.length : gateways.observed;
  return (
    <Light state="active" title="Observed">
      On {observed} of {reporting} gateways, at allocation {version}. Still at an older one:
      {lagging.slice(0, MAX_NAMED).map((row) => (
        <span key={row.instanceId} className="block break-all">
          <span className="mono">{row.instanceId}</span>, allocation {row.generation}, last heard{" "}
          <RelativeTime at={row.lastSeenAt} />
        </span>
      ))}
      {lagging.length > MAX_NAMED ? (
        <span className="block">and {lagging.length - MAX_NAMED} more</span>
      ) : null}
    </Light>
  );
}
