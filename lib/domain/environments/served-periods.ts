import type { Allocation } from "./allocation.ts";

export type ServedPeriod = { from: string; until: string | null; cause: string };

/** servedPeriods lists when an environment gave a release to any of its subjects, newest first; `until` null is now. */
export function servedPeriods(
  historyNewestFirst: readonly (Allocation & { since: Date })[],
  releaseId: string,
): ServedPeriod[] {
  return historyNewestFirst.flatMap((row, index) => {
    const isServed =
      row.controlReleaseId === releaseId || (row.candidateReleaseId === releaseId && row.shareBp > 0);
    if (!isServed) return [];
    const until = historyNewestFirst[index - 1]?.since.toISOString() ?? null;
    return [{ from: row.since.toISOString(), until, cause: row.cause }];
  });
}
