/** How often a case passed in the measurements of one release with one evidence key. */
export type PassCount = { caseId: string; passedCount: number; measuredCount: number };

/** A case that passed and failed under equal conditions, with the counts that show it. */
export type FlakyCase = { caseId: string; control: PassCount | null; candidate: PassCount | null };

/**
 * findFlakyCases lists the cases that are flaky by measurement: the same release, measured with the same instruments,
 * passed in one measurement and failed in another, in repeats of one run or in several runs. Measurements without an
 * answer do not count: they tell about the run. A case measured once is never called flaky.
 */
export function findFlakyCases(control: readonly PassCount[], candidate: readonly PassCount[]): FlakyCase[] {
  const [left, right] = [byId(control), byId(candidate)];
  const ids = [...new Set([...left.keys(), ...right.keys()])].sort();
  return ids.flatMap((caseId) => {
    const [one, other] = [left.get(caseId) ?? null, right.get(caseId) ?? null];
    return isFlaky(one) || isFlaky(other) ? [{ caseId, control: one, candidate: other }] : [];
  });
}

function byId(counts: readonly PassCount[]): Map<string, PassCount> {
  return new Map(counts.map((count) => [count.caseId, count]));
}

function isFlaky(count: PassCount | null): boolean {
  return count !== null && count.passedCount > 0 && count.passedCount < count.measuredCount;
}
