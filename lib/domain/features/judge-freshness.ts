/** How old a value may be when a request is served it, by the time of its event and not of its materialisation. */
export type Freshness =
  | { verdict: "fresh" | "late"; ageSeconds: number; limitSeconds: number }
  /** Its event lies after the read: a clock is wrong, or a value of the future leaked. */
  | { verdict: "future"; aheadSeconds: number }
  /** The event's time was not reported, or nobody said how old a value may be. No data is never a pass. */
  | { verdict: "unknown"; missing: "event_timestamp" | "limit" };

/** Clocks of gateways and jobs differ by this much. */
const CLOCK_SLACK_SECONDS = 5;

/** judgeFreshness judges one value that was served. Exactly at its limit a value is still fresh. */
export function judgeFreshness(
  { eventTimestamp, readAt }: { eventTimestamp: Date | null; readAt: Date },
  limitSeconds: number | null,
): Freshness {
  if (eventTimestamp === null) return { verdict: "unknown", missing: "event_timestamp" };
  const ageSeconds = (readAt.getTime() - eventTimestamp.getTime()) / 1_000;
  if (ageSeconds < -CLOCK_SLACK_SECONDS) return { verdict: "future", aheadSeconds: -ageSeconds };
  if (limitSeconds === null) return { verdict: "unknown", missing: "limit" };
  return { verdict: ageSeconds > limitSeconds ? "late" : "fresh", ageSeconds, limitSeconds };
}
