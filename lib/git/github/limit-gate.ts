import type { GithubClock } from "./github-clock.ts";

/** Keeps requests back while GitHub asked us to wait: asking meanwhile would only make the wait longer. */
export type LimitGate = {
  /** Seconds that are left to wait; null when requests may go out. */
  secondsLeft: () => number | null;
  close: (seconds: number) => void;
};

/** createLimitGate makes an open gate. */
export function createLimitGate(clock: Pick<GithubClock, "nowMs">): LimitGate {
  let opensAtMs = 0;
  return {
    secondsLeft: () => {
      const left = Math.ceil((opensAtMs - clock.nowMs()) / 1_000);
      return left > 0 ? left : null;
    },
    close: (seconds) => {
      opensAtMs = Math.max(opensAtMs, clock.nowMs() + seconds * 1_000);
    },
  };
}
