import type { GitUnavailable } from "../git/git-host.ts";

/** How the sentence on a page begins while the git host is away. */
export const HOST_AWAY = "The git host cannot be reached";

/** hostAwayWords says on a page that the git host is away, and why. */
export function hostAwayWords(error: GitUnavailable): string {
  return `${HOST_AWAY}: ${error.message}`;
}
