import type { ServedEnvironment } from "../db/queries/allocation-snapshot.ts";
import { isSplit, routeSubject } from "../domain/rollout/route-subject.ts";
import type { Flag } from "./served-flags.ts";

/** A successful evaluation in OFREP's shape; metadata holds flat scalars only, because clients drop the rest. */
export type EvaluatedFlag = {
  key: string;
  reason: "SPLIT" | "STATIC";
  variant: string;
  value:
    | string
    | { releaseId: string; manifestDigest: string; arm: string; components: Record<string, string> };
  metadata: Record<string, string | number>;
};

/** evaluateFlag answers a flag for a subject; null where no release is served to it. `staleMs`: the allocations' age. */
export function evaluateFlag(flag: Flag, subject: string, staleMs: number): EvaluatedFlag | null {
  const { key, served } = flag;
  const route = routeSubject(served, subject, staleMs);
  const release = route === null ? undefined : served.releases.get(route.releaseId);
  if (route === null || release === undefined) return null;
  return {
    key,
    reason: isSplit(served) ? "SPLIT" : "STATIC",
    variant: release.releaseId,
    value: flag.kind === "release_id" ? release.releaseId : { ...release, arm: route.arm },
    metadata: metadataOf(served, route.arm),
  };
}

function metadataOf(served: ServedEnvironment, arm: string): Record<string, string | number> {
  const metadata = { arm, flagSetId: served.environment, version: served.allocationVersion };
  return served.rolloutNumber === null ? metadata : { ...metadata, rollout: served.rolloutNumber };
}
