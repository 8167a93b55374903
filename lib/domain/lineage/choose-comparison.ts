export type ComparedRelease = { releaseId: string; why: "last_known_good" | "served_now" | "base" };

/**
 * chooseComparison says which release a request's release is best compared with: the newest known-good other one,
 * else what is served now, else what it replaced. Null when there is no other.
 */
export function chooseComparison(facts: {
  releaseId: string;
  knownGood: readonly { releaseId: string }[];
  quarantined: ReadonlySet<string>;
  servedReleaseId: string | null;
  baseReleaseId: string | null;
}): ComparedRelease | null {
  const known = facts.knownGood.find(
    (record) => record.releaseId !== facts.releaseId && !facts.quarantined.has(record.releaseId),
  );
  if (known !== undefined) return { releaseId: known.releaseId, why: "last_known_good" };
  if (facts.servedReleaseId !== null && facts.servedReleaseId !== facts.releaseId) {
    return { releaseId: facts.servedReleaseId, why: "served_now" };
  }
  if (facts.baseReleaseId !== null && facts.baseReleaseId !== facts.releaseId) {
    return { releaseId: facts.baseReleaseId, why: "base" };
  }
  return null;
}
