import type { Allocation } from "./allocation.ts";

export type AllocationThen<Row extends Allocation> = Row & { since: Date; until: Date | null };

/** allocationAt is what an environment was told to serve at a moment, and until when; null before its first allocation. */
export function allocationAt<Row extends Allocation & { since: Date }>(
  historyNewestFirst: readonly Row[],
  at: Date,
): AllocationThen<Row> | null {
  const index = historyNewestFirst.findIndex((row) => row.since.getTime() <= at.getTime());
  const found = historyNewestFirst[index];
  if (found === undefined) return null;
  return { ...found, until: historyNewestFirst[index - 1]?.since ?? null };
}
