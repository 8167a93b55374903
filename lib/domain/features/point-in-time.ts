/** One value of one feature of one entity, from `eventTimestamp` on. `recordedAt` is when we got to know it. */
export type FeatureValue<Value> = { eventTimestamp: Date; recordedAt: Date; value: Value };

/** What a moment may know of a feature. */
export type Eligible<Value> =
  | { state: "eligible"; value: Value; eventTimestamp: Date; ageSeconds: number }
  /** The newest value is older than the view lets values be. */
  | { state: "expired"; value: Value; eventTimestamp: Date; ageSeconds: number }
  /** There was none yet. */
  | { state: "none" };

/**
 * findEligible is point-in-time retrieval: the newest value whose event is at or before the moment, so that no value of
 * its future leaks into it. Of two values of one event the one that was recorded last counts. `ttlSeconds` null: values
 * never expire.
 */
export function findEligible<Value>(
  history: readonly FeatureValue<Value>[],
  at: Date,
  ttlSeconds: number | null,
): Eligible<Value> {
  let newest: FeatureValue<Value> | null = null;
  for (const row of history) {
    if (row.eventTimestamp.getTime() > at.getTime()) continue;
    if (newest === null || isNewer(row, newest)) newest = row;
  }
  if (newest === null) return { state: "none" };
  const { value, eventTimestamp } = newest;
  const ageSeconds = (at.getTime() - eventTimestamp.getTime()) / 1_000;
  const state = ttlSeconds !== null && ageSeconds > ttlSeconds ? "expired" : "eligible";
  return { state, value, eventTimestamp, ageSeconds };
}

function isNewer(row: FeatureValue<unknown>, other: FeatureValue<unknown>): boolean {
  const difference = row.eventTimestamp.getTime() - other.eventTimestamp.getTime();
  return difference > 0 || (difference === 0 && row.recordedAt.getTime() > other.recordedAt.getTime());
}
