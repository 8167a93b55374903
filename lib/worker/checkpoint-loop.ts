import { releaseLease, takeLease } from "../db/leases.ts";
import { checkGitCheckpoints } from "../services/audit/check-git-checkpoints.ts";
import { type CheckpointFile, openCheckpointFile } from "../services/audit/checkpoint-file.ts";
import { keepCheckpoints } from "../services/audit/keep-checkpoints.ts";
import { pause } from "./pause.ts";
import { AUDIT_KEEPER } from "./service-principal.ts";
import type { Loop } from "./sync-loop.ts";
import { type WorkerDeps, workerContext } from "./worker-context.ts";

const LEASE = "audit-checkpoints";
const LEASE_SECONDS = 60;
const POLL_MS = 10_000;
/** Git is looked at in every sixth look. */
const GIT_EVERY = 6;

/**
 * startCheckpointLoop keeps what proves the audit chains outside the database, in one worker at a time: it adds to the
 * checkpoint file (null: none is kept), and holds the chains against the commits of main.
 */
export function startCheckpointLoop(deps: WorkerDeps, holder: string, path: string | null): Loop {
  const file = path === null ? null : openCheckpointFile(path);
  const stopping = new AbortController();
  const said = new Set<string>();
  const run = async () => {
    for (let look = 0; !stopping.signal.aborted; look += 1) {
      await tick(deps, { holder, file, said, withGit: look % GIT_EVERY === 0 }).catch((error: unknown) => {
        deps.logger.error({ err: error }, "keeping checkpoints of the audit log failed");
      });
      await pause(POLL_MS, stopping.signal);
    }
    await releaseLease(deps.db, LEASE, holder);
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

type Look = { holder: string; file: CheckpointFile | null; said: Set<string>; withGit: boolean };

async function tick(deps: WorkerDeps, { holder, file, said, withGit }: Look): Promise<void> {
  if ((await takeLease(deps.db, LEASE, holder, LEASE_SECONDS)) === null) return;
  const ctx = workerContext(deps, AUDIT_KEEPER);
  const problems = new Set<string>();
  for (const { chain, problem } of file === null ? [] : await keepCheckpoints(ctx, file)) {
    if (problem !== null) problems.add(`chain ${chain}, checkpoint file: ${problem}`);
  }
  for (const project of withGit ? await deps.db.project.findMany() : []) {
    const problem = await checkGitCheckpoints(ctx, project);
    if (problem !== null) problems.add(`chain ${project.id}, git: ${problem}`);
  }
  for (const problem of problems) {
    if (!said.has(problem)) deps.logger.error({ problem }, "an audit chain is not the one that it was");
    said.add(problem);
  }
}
