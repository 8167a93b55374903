import type { GitHost } from "../../git/git-host.ts";

/** A host that can tell whether one commit is an ancestor of another without reading all that is between. */
type Ancestry = { isAncestor: (older: string, newer: string) => Promise<boolean> };

/** holdsCommit says whether a head of main still holds what an older head held. */
export async function holdsCommit(host: GitHost, older: string, newer: string): Promise<boolean> {
  if (hasAncestry(host)) return host.isAncestor(older, newer);
  return (await host.history(newer)).some(({ commit }) => commit === older);
}

function hasAncestry(host: GitHost): host is GitHost & Ancestry {
  return "isAncestor" in host && typeof host.isAncestor === "function";
}
