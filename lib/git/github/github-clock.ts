import { setTimeout as sleep } from "node:timers/promises";

/** What a host's waiting depends on; tests give their own. */
export type GithubClock = {
  nowMs: () => number;
  sleep: (ms: number) => Promise<void>;
};

export const SYSTEM_CLOCK: GithubClock = {
  nowMs: () => Date.now(),
  sleep: async (ms) => {
    await sleep(ms);
  },
};
