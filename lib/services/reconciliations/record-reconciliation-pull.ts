import type { ReconciliationModel } from "../../db/generated/models.ts";
import { addJob } from "../../db/jobs.ts";
import { transact } from "../../db/transact.ts";
import { nextBranch } from "../../domain/environments/reconciliation.ts";
import type { GitHost, PullRequest } from "../../git/git-host.ts";
import type { ServiceContext } from "../context.ts";
import { reconciliationEvent } from "./close-reconciliation.ts";

/** So many pull requests of one reconciliation are looked at, at most. */
export const MAX_PULL_REQUESTS = 10;

/** recordReconciliationPull notes which pull request a reconciliation has: once, with its event. */
export async function recordReconciliationPull(
  ctx: ServiceContext,
  row: ReconciliationModel,
  pull: PullRequest,
): Promise<void> {
  const { projectId, number } = row;
  const where = { projectId_number: { projectId, number } };
  const { number: pullNumber, branch, headCommit } = pull;
  if (row.pullNumber === pullNumber && row.headCommit === headCommit) return;
  if (row.pullNumber === pullNumber) {
    // The same one, rebuilt on a main that moved: its new head is told, and nothing else has changed.
    await ctx.db.reconciliation.update({ where, data: { headCommit } });
    return addJob(ctx.db, "tell-reconciliation-pull", { projectId, number });
  }
  await transact(ctx, async (tx, audit) => {
    await tx.reconciliation.update({ where, data: { pullNumber, branch, headCommit, lastError: null } });
    await addJob(tx, "tell-reconciliation-pull", { projectId, number });
    audit({
      ...reconciliationEvent(row, "reconciliation.pull_request_opened"),
      after: { pullNumber: pull.number, branch: pull.branch, headCommit: pull.headCommit },
    });
  });
}

/**
 * recordMergedPulls notes those that were merged before the answer of their opening was heard, so that a merge by a
 * person's hand is looked at afterwards all the same; returns the row as it is then.
 */
export async function recordMergedPulls(
  ctx: ServiceContext,
  host: GitHost,
  row: ReconciliationModel,
): Promise<ReconciliationModel> {
  const { projectId, number } = row;
  let current = row;
  let { branch } = row;
  for (let count = 0; count < MAX_PULL_REQUESTS; count += 1) {
    const pull = await host.findPullRequest(branch);
    if (pull?.state !== "merged") break;
    if (pull.number !== current.pullNumber) {
      await recordReconciliationPull(ctx, current, pull);
      current = await ctx.db.reconciliation.findUniqueOrThrow({
        where: { projectId_number: { projectId, number } },
      });
    }
    branch = nextBranch(branch);
  }
  return current;
}
