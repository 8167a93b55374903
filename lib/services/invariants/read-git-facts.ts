import type { Project } from "../../db/queries/projects.ts";
import { readLayout } from "../../db/queries/read-layout.ts";
import type { EnvironmentFact, InvariantFacts } from "../../domain/invariants/invariant-facts.ts";
import { findAlias } from "../../git/alias-file.ts";
import { GitUnavailable } from "../../git/git-host.ts";
import { readTextAt } from "../../git/read-at.ts";
import type { ServiceContext } from "../context.ts";

const MAX_PULLS = 10;

/** readNamedInGit reads which release main names for each environment now; `unknown` for all while the host is away. */
export async function readNamedInGit(
  ctx: ServiceContext,
  project: Project,
  environments: readonly string[],
): Promise<ReadonlyMap<string, EnvironmentFact["namedInGit"]>> {
  const layout = await readLayout(ctx.db, project.id);
  try {
    const host = ctx.gitHostFor(project);
    const head = await host.headOfMain();
    const named = environments.map(async (environment) => {
      const path = layout?.environments[environment]?.aliases;
      const text = path === undefined ? null : await readTextAt(host, head, path);
      const releaseId = path === undefined || text === null ? null : findAlias(text, path, environment);
      return [environment, { state: "known" as const, releaseId }] as const;
    });
    return new Map(await Promise.all(named));
  } catch (error) {
    if (!(error instanceof GitUnavailable)) throw error;
    return new Map(environments.map((environment) => [environment, { state: "unknown" as const }]));
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
