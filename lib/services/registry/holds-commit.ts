import type { GitHost } from "../../git/git-host.ts";

/** holdsCommit says whether a head of main still holds what an older head held. */
export function holdsCommit(host: GitHost, older: string, newer: string): Promise<boolean> {
  return host.isAncestor(older, newer);
}
