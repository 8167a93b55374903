import { setTimeout as sleep } from "node:timers/promises";
import { GitUnavailable } from "./git-host.ts";

const MAX_TRIES = 40;

/** retryRace repeats an attempt that lost a race (null) on fresh facts, a little later each time. */
export async function retryRace<T>(attempt: () => Promise<T | null>): Promise<T> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const result = await attempt();
    if (result !== null) return result;
    await sleep(Math.random() * Math.min(10 * (tries + 1), 100));
  }
  throw new GitUnavailable(
    "The repository's branches are locked or change all the time; trying again later.",
  );
}
