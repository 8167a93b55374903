import type { EnvironmentFacts } from "../../db/queries/environment-facts.ts";
import type { Project } from "../../db/queries/projects.ts";
import { nextBranch } from "../../domain/environments/reconciliation.ts";
import type { DesiredInGit } from "../../domain/gitops/desired.ts";
import type { ServiceContext } from "../context.ts";

/** So many pull requests of one reconciliation are looked at, at most. */
const MAX_PULL_REQUESTS = 10;

/**
 * isOwnReconciliation says whether what git names came by the open reconciliation's own pull request: one that was
 * merged in the moment in which an older target was chosen is no revert by hand.
 */
export async function isOwnReconciliation(
  ctx: ServiceContext,
  project: Project,
  { openReconciliation, environment }: EnvironmentFacts,
  desired: DesiredInGit,
): Promise<boolean> {
  if (openReconciliation === null || environment.desiredReleaseId === desired.releaseId) return false;
  const host = ctx.gitHostFor(project);
  let branch = openReconciliation.branch;
  for (let count = 0; count < MAX_PULL_REQUESTS; count += 1) {
    const pull = await host.findPullRequest(branch);
    if (pull === null) return false;
    if (pull.state === "merged" && pull.mergeCommit === desired.commit) return true;
    branch = nextBranch(branch);
  }
  return false;
}
