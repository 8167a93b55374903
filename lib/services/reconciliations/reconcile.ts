import type { ReconciliationModel } from "../../db/generated/models.ts";
import { addJob } from "../../db/jobs.ts";
import { type EnvironmentFacts, loadEnvironmentFacts } from "../../db/queries/environment-facts.ts";
import { expectedInGitOf } from "../../db/queries/expected-in-git-of.ts";
import type { Project } from "../../db/queries/projects.ts";
import { lockEnvironment } from "../../db/repositories/lock-environment.ts";
import { transact } from "../../db/transact.ts";
import {
  hoursAfter,
  jitteredDelaySeconds,
  judgeReconciliation,
} from "../../domain/environments/reconciliation.ts";
import { AppError } from "../../domain/errors.ts";
import { findAlias } from "../../git/alias-file.ts";
import { type GitHost, GitUnavailable } from "../../git/git-host.ts";
import { readTextAt } from "../../git/read-at.ts";
import type { ServiceContext } from "../context.ts";
import { recordDesired } from "../environments/record-desired.ts";
import { hostAwayWords } from "../git-away.ts";
import { aliasesPath } from "../promotions/open-promotion-pull-request.ts";
import { closeReconciliation } from "./close-reconciliation.ts";
import { openReconciliationPull } from "./open-reconciliation-pull.ts";
import { recordMergedPulls } from "./record-reconciliation-pull.ts";

/** A rollback's pull request is tried at least this often while git is away. */
const RETRY_CAP_SECONDS = 30;

type Looking = { host: GitHost; project: Project; path: string };

/**
 * reconcile lets git agree with what is served: it reads git first, closes by the facts where they agree, else opens
 * (or finds) the one pull request that edits the one alias line on the current head. The console merges it on the
 * local host; elsewhere a person does, and each try looks again. An unreviewed change waits for somebody's choice.
 */
export async function reconcile(
  ctx: ServiceContext,
  input: { projectId: string; number: number },
): Promise<void> {
  const { projectId, number } = input;
  const row = await find(ctx, projectId, number);
  if (row.state !== "open") return;
  const project = await ctx.db.project.findUniqueOrThrow({ where: { id: projectId } });
  try {
    await tryOnce(ctx, project, row);
  } catch (error) {
    if (error instanceof GitUnavailable) {
      return tryAgain(ctx, row, hostAwayWords(error), error.retryAfterSeconds);
    }
    if (error instanceof AppError) return tryAgain(ctx, row, error.detail, null);
    ctx.logger.error(
      { err: error, project: project.slug, reconciliation: number },
      "a reconciliation failed",
    );
    // Left to the queue, its waits would soon be hours.
    await tryAgain(
      ctx,
      row,
      "Something failed in Tupelo itself; it is tried again, and the log says more.",
      null,
    );
  }
}

async function tryOnce(ctx: ServiceContext, project: Project, row: ReconciliationModel): Promise<void> {
  const { projectId, number, environment } = row;
  const host = ctx.gitHostFor(project);
  const looking = { host, project, path: await aliasesPath(ctx, project, environment) };
  if (await closeIfAgreed(ctx, looking, row)) return;
  const why = await openReconciliationPull(ctx, looking, row);
  const current = await find(ctx, projectId, number);
  if (current.state !== "open" || (await closeIfAgreed(ctx, looking, current))) return;
  await tryAgain(ctx, current, why, null);
}

function find(ctx: ServiceContext, projectId: string, number: number): Promise<ReconciliationModel> {
  return ctx.db.reconciliation.findUniqueOrThrow({ where: { projectId_number: { projectId, number } } });
}

async function closeIfAgreed(
  ctx: ServiceContext,
  { host, project, path }: Looking,
  found: ReconciliationModel,
): Promise<boolean> {
  const headCommit = await host.headOfMain();
  const desiredReleaseId = findAlias(
    (await readTextAt(host, headCommit, path)) ?? "",
    path,
    found.environment,
  );
  const isAgreed = (facts: EnvironmentFacts) =>
    judgeReconciliation({ desiredReleaseId, headCommit, expectedReleaseId: expectedInGitOf(facts) }).kind ===
    "agree";
  if (!isAgreed(await loadEnvironmentFacts(ctx.db, found.projectId, found.environment))) return false;
  const row = await recordMergedPulls(ctx, host, found);
  const mergeCommit = (await mergeCommitOf(host, row)) ?? headCommit;
  const isByPerson = host.kind !== "local" && row.pullNumber !== null;
  await transact(ctx, async (tx, audit) => {
    const facts = await lockEnvironment(tx, row);
    if (!isAgreed(facts)) throw new AppError("version-conflict", "The environment moved while git was read.");
    const now = ctx.now();
    const postReviewDueAt = isByPerson ? hoursAfter(now, project.postReviewHours) : null;
    await closeReconciliation(tx, audit, row, { mergeCommit, now, postReviewDueAt });
    if (facts.environment.desiredReleaseId !== desiredReleaseId) {
      await recordDesired(tx, audit, facts, { releaseId: desiredReleaseId, commit: headCommit, now });
    }
  });
  return true;
}

async function mergeCommitOf(host: GitHost, row: ReconciliationModel): Promise<string | null> {
  if (row.mergeCommit !== null || row.pullNumber === null) return row.mergeCommit;
  return (await host.getPullRequest(row.pullNumber))?.mergeCommit ?? null;
}

/** Why it waits is shown on the page; it is no change of state, so it is no event. */
async function tryAgain(
  ctx: ServiceContext,
  row: ReconciliationModel,
  why: string | null,
  retryAfterSeconds: number | null,
): Promise<void> {
  const { projectId, number } = row;
  const random = Math.random();
  const attempts = row.attempts + 1;
  const seconds = jitteredDelaySeconds({
    attempts,
    capSeconds: RETRY_CAP_SECONDS,
    retryAfterSeconds,
    random,
  });
  const nextTryAt = new Date(ctx.now().getTime() + seconds * 1000);
  const { count } = await ctx.db.reconciliation.updateMany({
    where: { projectId, number, state: "open" },
    data: { lastError: why, nextTryAt, attempts: { increment: 1 } },
  });
  if (count === 0) return;
  await addJob(ctx.db, "reconcile", { projectId, number }, nextTryAt);
}
