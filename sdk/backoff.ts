const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/**
 * backoffMs is how long to wait before try number `attempt` (0 is the first): doubling to half a minute, of which
 * a random half is taken away, so that gateways that lost the same data plane do not come back at once.
 */
export function backoffMs(attempt: number, random: () => number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return full / 2 + (full / 2) * random();
}
