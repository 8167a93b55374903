import { waitsFor } from "../../domain/rollout/waits-for.ts";
import type { EnvironmentFacts } from "./environment-facts.ts";

/** rolloutWait says what keeps a waiting rollout from starting, in words; null for one that may start or did. */
export function rolloutWait(
  facts: EnvironmentFacts,
  rollout: { state: string; candidateReleaseId: string },
  now: Date,
): string | null {
  if (rollout.state !== "waiting") return null;
  const { cooldownUntil, openReconciliation, quarantined } = facts;
  const isQuarantined = quarantined.has(rollout.candidateReleaseId);
  return waitsFor({ isQuarantined, cooldownUntil, openReconciliation, now });
}
