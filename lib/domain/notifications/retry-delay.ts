/** After so many tries a delivery has failed; a person may then try again. */
export const MAX_TRIES = 10;
const SHORTEST_MS = 5_000;
const LONGEST_MS = 3_600_000;
/** What a receiver asks for is honoured, but no longer than a day. */
const LONGEST_ASKED_MS = 24 * LONGEST_MS;

/**
 * retryDelayMs is the wait before the next try with full jitter: anything between 5 s and the doubled delay, at most
 * 1 h, so that many deliveries do not come back at once. What the receiver asked for is waited for in full.
 * `attempts` were made so far; `random` is in [0, 1).
 */
export function retryDelayMs(facts: {
  attempts: number;
  retryAfterMs: number | null;
  random: number;
}): number {
  const ceiling = Math.min(LONGEST_MS, SHORTEST_MS * 2 ** facts.attempts);
  const jittered = Math.round(SHORTEST_MS + facts.random * (ceiling - SHORTEST_MS));
  return Math.max(jittered, Math.min(facts.retryAfterMs ?? 0, LONGEST_ASKED_MS));
}

/** retryAfterMs reads a Retry-After header (RFC 9110, 10.2.3): seconds or a date; null where it says nothing. */
export function retryAfterMs(header: string | null, now: Date): number | null {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}
