import type { Project } from "../../db/queries/projects.ts";
import { readLayout } from "../../db/queries/read-layout.ts";
import type { EnvironmentFact, InvariantFacts } from "../../domain/invariants/invariant-facts.ts";
import { findAlias } from "../../git/alias-file.ts";
import { GitUnavailable } from "../../git/git-host.ts";
import { readTextAt } from "../../git/read-at.ts";
import type { ServiceContext } from "../context.ts";

const MAX_PULLS = 10;

/** readNamedInGit reads which release main names for an environment now; `unknown` while the host is away. */
export async function readNamedInGit(
  ctx: ServiceContext,
  project: Project,
  environment: string,
): Promise<EnvironmentFact["namedInGit"]> {
  const path = (await readLayout(ctx.db, project.id))?.environments[environment]?.aliases;
  try {
    const host = ctx.gitHostFor(project);
    if (path === undefined) return { state: "known", releaseId: null };
    const text = await readTextAt(host, await host.headOfMain(), path);
    return { state: "known", releaseId: text === null ? null : findAlias(text, path, environment) };
  } catch (error) {
    if (error instanceof GitUnavailable) return { state: "unknown" };
    throw error;
  }
}

/** readReconciliationPulls finds every pull request that a reconciliation opened: its branch, and the numbered ones after it. */
export async function readReconciliationPulls(
  ctx: ServiceContext,
  project: Project,
  reconciliations: readonly { number: number; branch: string }[],
): Promise<InvariantFacts["reconciliationPulls"]> {
  const pulls: { number: number; pullNumber: number; state: "open" | "merged" | "closed" }[] = [];
  try {
    const host = ctx.gitHostFor(project);
    for (const { number, branch } of reconciliations) {
      for (let count = 1; count <= MAX_PULLS; count += 1) {
        const pull = await host.findPullRequest(count === 1 ? branch : `${branch}.${count}`);
        if (pull === null) break;
        pulls.push({ number, pullNumber: pull.number, state: pull.state });
      }
    }
  } catch (error) {
    if (!(error instanceof GitUnavailable)) throw error;
    ctx.logger.warn({ reason: error.message }, "git is away: pull requests were not counted");
  }
  return pulls;
}
