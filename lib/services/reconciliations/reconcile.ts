import type { ReconciliationModel } from "../../db/generated/models.ts";
import { addJob } from "../../db/jobs.ts";
import { loadEnvironmentFacts } from "../../db/queries/environment-facts.ts";
import type { Project } from "../../db/queries/projects.ts";
import { expectOne, transact } from "../../db/transact.ts";
import { judgeReconciliation, retryDelaySeconds } from "../../domain/environments/reconciliation.ts";
import { AppError } from "../../domain/errors.ts";
import { buildReconciliationText } from "../../domain/gitops/pull-request-text.ts";
import { editAlias, readAlias } from "../../git/alias-file.ts";
import { type GitHost, GitUnavailable, type PullRequest, type PullRequestDraft } from "../../git/git-host.ts";
import { findOtherChange, readTextAt } from "../../git/read-at.ts";
import type { ServiceContext } from "../context.ts";
import { moveDesired } from "../promotions/complete-merge.ts";
import { aliasesPath, auditReference } from "../promotions/open-promotion-pull-request.ts";

/** A rollback's pull request is tried at least this often while git is away. */
const RETRY_CAP_SECONDS = 30;

/**
 * reconcile lets git agree with what is served: it reads git first, closes by the facts where they agree, else opens
 * (or finds) the one pull request that edits the one alias line on the current head, and merges it.
 */
export async function reconcile(
  ctx: ServiceContext,
  input: { projectId: string; number: number },
): Promise<void> {
  const { projectId, number } = input;
  const row = await ctx.db.reconciliation.findUniqueOrThrow({
    where: { projectId_number: { projectId, number } },
  });
  if (row.state !== "open") return;
  const project = await ctx.db.project.findUniqueOrThrow({ where: { id: projectId } });
  try {
    const host = ctx.gitHostFor(project);
    const path = await aliasesPath(ctx, project, row.environment);
    if (await closeIfAgreed(ctx, host, row, path)) return;
    await openAndMerge(ctx, host, project, row, path);
    const current = await ctx.db.reconciliation.findUniqueOrThrow({
      where: { projectId_number: { projectId, number } },
    });
    if (await closeIfAgreed(ctx, host, current, path)) return;
    await tryAgain(ctx, current, "Git does not name what is served yet.");
  } catch (error) {
    if (error instanceof GitUnavailable) {
      return tryAgain(ctx, row, `The git host cannot be reached: ${error.message}`);
    }
    if (error instanceof AppError) return tryAgain(ctx, row, error.detail);
    throw error;
  }
}

async function closeIfAgreed(
  ctx: ServiceContext,
  host: GitHost,
  row: ReconciliationModel,
  path: string,
): Promise<boolean> {
  const headCommit = await host.headOfMain();
  const text = (await readTextAt(host, headCommit, path)) ?? "";
  const desiredReleaseId = readAlias(text, path, row.environment);
  const finding = judgeReconciliation({ desiredReleaseId, servedReleaseId: row.servedReleaseId, headCommit });
  if (finding.kind === "disagree") return false;
  const mergeCommit = row.mergeCommit ?? headCommit;
  const outcome = row.pullNumber === null ? "skipped" : "merged";
  await transact(ctx, async (tx, audit) => {
    const now = ctx.now();
    const { count } = await tx.reconciliation.updateMany({
      where: { projectId: row.projectId, number: row.number, version: row.version, state: "open" },
      data: {
        state: "closed",
        closedAt: now,
        mergeCommit,
        outcome,
        lastError: null,
        nextTryAt: null,
        version: { increment: 1 },
      },
    });
    expectOne(count, "reconciliation");
    audit({
      ...eventOf(row, "reconciliation.closed"),
      before: { state: "open" },
      after: { state: "closed", outcome, mergeCommit },
    });
    const facts = await loadEnvironmentFacts(tx, row.projectId, row.environment);
    if (facts.environment.desiredReleaseId !== row.servedReleaseId) {
      await moveDesired(tx, audit, facts, { releaseId: row.servedReleaseId, commit: headCommit, now });
    }
  });
  return true;
}

async function openAndMerge(
  ctx: ServiceContext,
  host: GitHost,
  project: Project,
  row: ReconciliationModel,
  path: string,
): Promise<void> {
  const release = await ctx.db.release.findUniqueOrThrow({
    where: { projectId_id: { projectId: project.id, id: row.servedReleaseId } },
  });
  const text = buildReconciliationText({
    environment: row.environment,
    servedReleaseId: row.servedReleaseId,
    desiredReleaseId: row.desiredReleaseId,
    manifestDigest: release.manifestDigest,
    reason: row.reason,
    actor: row.ownerName,
    audit: await auditReference(ctx, project.id),
  });
  const author = { name: "Tupelo", email: "tupelo@localhost" };
  const pullRequest = await openNext(host, row, {
    title: text.title,
    body: text.body,
    commitMessage: text.commitMessage,
    author,
    at: ctx.now(),
    files: async (read) =>
      new Map([[path, editAlias(await read(path), path, row.environment, row.servedReleaseId)]]),
  });
  if (pullRequest === null) return;
  await recordPullRequest(ctx, row, pullRequest);
  if (pullRequest.state !== "open") return;
  const other = await findOtherChange(host, pullRequest, [path]);
  if (other !== null) {
    throw new AppError(
      "blocked",
      `Pull request ${pullRequest.number} also changes ${other}, which nobody reviewed.`,
    );
  }
  const merged = await host.mergePullRequest({
    number: pullRequest.number,
    expectedHead: pullRequest.headCommit,
    message: text.mergeMessage,
    author,
    at: ctx.now(),
  });
  if (merged.outcome !== "merged") return;
  await ctx.db.reconciliation.update({
    where: { projectId_number: { projectId: row.projectId, number: row.number } },
    data: { mergeCommit: merged.mergeCommit },
  });
}

const MAX_PULL_REQUESTS = 10;

/**
 * The pull request that is open or may be opened. One that is merged while main still disagrees was for an earlier
 * target, or was undone by hand: the next one has a number behind its branch. Null where main holds all already.
 */
async function openNext(
  host: GitHost,
  row: ReconciliationModel,
  draft: Omit<PullRequestDraft, "branch">,
): Promise<PullRequest | null> {
  let found: PullRequest | null = null;
  for (let count = 1; count <= MAX_PULL_REQUESTS; count += 1) {
    const branch = count === 1 ? row.branch : `${row.branch}.${count}`;
    const opened = await host.openPullRequest({ ...draft, branch });
    if (opened.outcome === "no_diff") return null;
    found = opened.pullRequest;
    if (found.state !== "merged") return found;
  }
  return found;
}

async function recordPullRequest(
  ctx: ServiceContext,
  row: ReconciliationModel,
  pull: PullRequest,
): Promise<void> {
  if (row.pullNumber === pull.number) return;
  await transact(ctx, async (tx, audit) => {
    await tx.reconciliation.update({
      where: { projectId_number: { projectId: row.projectId, number: row.number } },
      data: { pullNumber: pull.number, lastError: null },
    });
    audit({
      ...eventOf(row, "reconciliation.pull_request_opened"),
      after: { pullNumber: pull.number, branch: pull.branch, headCommit: pull.headCommit },
    });
  });
}

function eventOf(row: ReconciliationModel, action: string) {
  return {
    chain: row.projectId,
    action,
    resourceKind: "reconciliation",
    resourceId: String(row.number),
    environment: row.environment,
    releaseId: row.servedReleaseId,
  };
}

/** Why it waits is shown on the page; it is no change of state, so it is no event. */
async function tryAgain(ctx: ServiceContext, row: ReconciliationModel, why: string): Promise<void> {
  const { projectId, number } = row;
  const seconds = retryDelaySeconds(row.attempts + 1, RETRY_CAP_SECONDS);
  const nextTryAt = new Date(Date.now() + seconds * 1000);
  await ctx.db.reconciliation.update({
    where: { projectId_number: { projectId, number } },
    data: { lastError: why, nextTryAt, attempts: { increment: 1 } },
  });
  await addJob(ctx.db, "reconcile", { projectId, number }, nextTryAt);
}
