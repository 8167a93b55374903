export const COMPARISONS = ["last_known_good", "served_now", "desired", "previous", "base"] as const;
export type Comparison = (typeof COMPARISONS)[number];
export type ComparedRelease = { releaseId: string; why: Comparison };

/**
 * listComparisons says with which other releases a request's release can be compared, the most telling first: the
 * newest known-good one, what is served now, what git desires, what was served before it, what it was composed on.
 * Each release is there once, by its first reason.
 */
export function listComparisons(facts: {
  releaseId: string;
  /** Newest first. */
  knownGood: readonly { releaseId: string }[];
  quarantined: ReadonlySet<string>;
  servedReleaseId: string | null;
  desiredReleaseId: string | null;
  /** Releases that had all subjects, newest first. */
  fullyServed: readonly string[];
  baseReleaseId: string | null;
}): ComparedRelease[] {
  const isOther = (releaseId: string) => releaseId !== facts.releaseId;
  const known = facts.knownGood.find(
    (record) => isOther(record.releaseId) && !facts.quarantined.has(record.releaseId),
  );
  const own = facts.fullyServed.lastIndexOf(facts.releaseId);
  const found: [Comparison, string | null | undefined][] = [
    ["last_known_good", known?.releaseId],
    ["served_now", facts.servedReleaseId],
    ["desired", facts.desiredReleaseId],
    ["previous", own < 0 ? null : facts.fullyServed[own + 1]],
    ["base", facts.baseReleaseId],
  ];
  const taken = new Set([facts.releaseId]);
  return found.flatMap(([why, releaseId]) => {
    if (!releaseId || taken.has(releaseId)) return [];
    taken.add(releaseId);
    return [{ releaseId, why }];
  });
}
