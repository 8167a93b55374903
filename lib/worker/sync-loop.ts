import { releaseLease, takeLease } from "../db/leases.ts";
import { GitUnavailable } from "../git/git-host.ts";
import { syncProject } from "../services/registry/sync-project.ts";
import { GIT_SYNC } from "./service-principal.ts";
import { type WorkerDeps, workerContext } from "./worker-context.ts";

const LEASE = "git-sync";
const LEASE_SECONDS = 15;
const POLL_MS = 1_000;
/** A host far away is asked less often; its webhooks are a hint to look at once. */
const FAR_POLL_MS = 5_000;

/** A loop that can be stopped; `stop` waits for the tick under way. */
export type Loop = { stop: () => Promise<void> };

/**
 * startSyncLoop looks at each project's repository once a second (on GitHub: once in five), in one worker at a time
 * (a lease on the database's clock). A repository that cannot be reached is said once and tried again.
 */
export function startSyncLoop(deps: WorkerDeps, holder: string): Loop {
  let isStopping = false;
  const unreachable = new Set<string>();
  const lookedAtMs = new Map<string, number>();
  const run = async () => {
    while (!isStopping) {
      await tick(deps, holder, { unreachable, lookedAtMs }).catch((error: unknown) => {
        deps.logger.error({ err: error }, "looking at the repositories failed");
      });
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    await releaseLease(deps.db, LEASE, holder);
  };
  const running = run();
  return {
    stop: async () => {
      isStopping = true;
      await running;
    },
  };
}

type Memory = { unreachable: Set<string>; lookedAtMs: Map<string, number> };

async function tick(deps: WorkerDeps, holder: string, { unreachable, lookedAtMs }: Memory): Promise<void> {
  if ((await takeLease(deps.db, LEASE, holder, LEASE_SECONDS)) === null) return;
  for (const project of await deps.db.project.findMany()) {
    const waitMs = project.gitHost === "local" ? 0 : FAR_POLL_MS;
    if (performance.now() - (lookedAtMs.get(project.id) ?? Number.NEGATIVE_INFINITY) < waitMs) continue;
    lookedAtMs.set(project.id, performance.now());
    try {
      await syncProject(workerContext(deps, GIT_SYNC), project);
      if (unreachable.delete(project.id))
        deps.logger.info({ project: project.slug }, "the repository is back");
    } catch (error) {
      if (!(error instanceof GitUnavailable)) {
        deps.logger.error({ err: error, project: project.slug }, "reading the repository failed");
      } else if (!unreachable.has(project.id)) {
        unreachable.add(project.id);
        deps.logger.warn(
          { project: project.slug, reason: error.message },
          "the repository cannot be reached",
        );
      }
    }
  }
}
