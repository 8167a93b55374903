import { GitUnavailable } from "../git-host.ts";
import type { GithubClock } from "./github-clock.ts";

const MAX_TRIES = 6;
const LONGEST_WAIT_MS = 1_000;

/** tryOnRaces repeats an attempt that lost a race (null) on fresh facts, a little later each time. */
export async function tryOnRaces<T>(clock: GithubClock, attempt: () => Promise<T | null>): Promise<T> {
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const result = await attempt();
    if (result !== null) return result;
    await clock.sleep(Math.random() * Math.min(50 * 2 ** tries, LONGEST_WAIT_MS));
  }
  throw new GitUnavailable("The repository's branches change all the time; trying again later.");
}
