import type { ReconciliationModel } from "../../db/generated/models.ts";
import type { Project } from "../../db/queries/projects.ts";
import { transact } from "../../db/transact.ts";
import { nextBranch } from "../../domain/environments/reconciliation.ts";
import { AppError } from "../../domain/errors.ts";
import { buildReconciliationText } from "../../domain/gitops/pull-request-text.ts";
import { findAlias, restoreAlias } from "../../git/alias-file.ts";
import type { GitHost, PullRequest, PullRequestDraft } from "../../git/git-host.ts";
import { findOtherChange, readTextAt } from "../../git/read-at.ts";
import type { ServiceContext } from "../context.ts";
import { auditReference } from "../promotions/open-promotion-pull-request.ts";
import { reconciliationEvent } from "./close-reconciliation.ts";
import { MAX_PULL_REQUESTS, recordReconciliationPull } from "./record-reconciliation-pull.ts";
import { tellOwner } from "./tell-owner.ts";

type Where = { host: GitHost; project: Project; path: string };

const AUTHOR = { name: "Tupelo", email: "tupelo@localhost" };

/**
 * openReconciliationPull opens (or finds) the pull request that lets git agree with what is served, and merges it
 * where the console does. Answers why git does not agree yet, in words, or null where it waits for nobody.
 */
export async function openReconciliationPull(
  ctx: ServiceContext,
  where: Where,
  row: ReconciliationModel,
): Promise<string | null> {
  const { host, project, path } = where;
  const { servedReleaseId: served } = row;
  if (row.kind === "unreviewed_change" && row.choice !== "restore") return null;
  if (served === null) return "Nothing is served here, so there is nothing to go back to.";
  if (row.outcome === "closed_by_hand") return closedWords(row.pullNumber);
  if (await isAnotherChange(where, row)) return "Git names something else by now; that is looked at first.";
  const text = await textOf(ctx, project, row, served);
  const pull = await openNext(host, row, {
    title: text.title,
    body: text.body,
    commitMessage: text.commitMessage,
    author: AUTHOR,
    at: ctx.now(),
    files: async (read) => new Map([[path, restoreAlias(await read(path), path, row.environment, served)]]),
  });
  if (pull === null) return null;
  await recordReconciliationPull(ctx, row, pull);
  if (pull.state === "closed") return noteClosedByHand(ctx, row, pull);
  if (pull.state === "merged") return "Git does not name what is served yet.";
  return mergeOrWait(ctx, where, row, { pull, mergeMessage: text.mergeMessage });
}

/** Somebody chose about one unreviewed change: a newer one, which may be the way back, is classified before. */
async function isAnotherChange({ host, path }: Where, row: ReconciliationModel): Promise<boolean> {
  if (row.kind !== "unreviewed_change") return false;
  const text = (await readTextAt(host, await host.headOfMain(), path)) ?? "";
  return findAlias(text, path, row.environment) !== row.desiredReleaseId;
}

async function mergeOrWait(
  ctx: ServiceContext,
  { host, path }: Where,
  row: ReconciliationModel,
  { pull, mergeMessage }: { pull: PullRequest; mergeMessage: string },
): Promise<string | null> {
  const other = await findOtherChange(host, pull, [path]);
  if (other !== null) {
    throw new AppError(
      "blocked",
      `Pull request ${pull.number} also changes ${other}, which nobody reviewed.`,
    );
  }
  if (host.kind !== "local") return `Pull request ${pull.number} waits for somebody to merge it.`;
  const merged = await host.mergePullRequest({
    number: pull.number,
    expectedHead: pull.headCommit,
    message: mergeMessage,
    author: AUTHOR,
    at: ctx.now(),
  });
  if (merged.outcome !== "merged") {
    return `Pull request ${pull.number} was not merged: ${merged.outcome.replaceAll("_", " ")}.`;
  }
  await ctx.db.reconciliation.update({
    where: { projectId_number: { projectId: row.projectId, number: row.number } },
    data: { mergeCommit: merged.mergeCommit },
  });
  return "Git does not name what is served yet.";
}

async function textOf(ctx: ServiceContext, project: Project, row: ReconciliationModel, served: string) {
  const release = await ctx.db.release.findUniqueOrThrow({
    where: { projectId_id: { projectId: project.id, id: served } },
  });
  return buildReconciliationText({
    environment: row.environment,
    servedReleaseId: served,
    desiredReleaseId: row.desiredReleaseId,
    manifestDigest: release.manifestDigest,
    reason: row.reason,
    actor: row.ownerName,
    audit: await auditReference(ctx, project.id),
  });
}

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
  let { branch } = row;
  for (let count = 0; count < MAX_PULL_REQUESTS; count += 1) {
    const opened = await host.openPullRequest({ ...draft, branch });
    if (opened.outcome === "no_diff") return null;
    found = opened.pullRequest;
    if (found.state !== "merged") return found;
    branch = nextBranch(branch);
  }
  return found;
}

/** A pull request that somebody closed is not opened again by itself: its owner is told, and says so by looking again. */
async function noteClosedByHand(
  ctx: ServiceContext,
  row: ReconciliationModel,
  pull: PullRequest,
): Promise<string> {
  const why = closedWords(pull.number);
  await transact(ctx, async (tx, audit) => {
    await tx.reconciliation.update({
      where: { projectId_number: { projectId: row.projectId, number: row.number } },
      data: { outcome: "closed_by_hand", pullNumber: pull.number, version: { increment: 1 } },
    });
    audit({
      ...reconciliationEvent(row, "reconciliation.pull_request_closed"),
      after: { pullNumber: pull.number, branch: pull.branch },
    });
    await tellOwner(ctx, tx, row, {
      dedupeKey: `reconciliation_closed:${row.number}:${pull.number}`,
      sentence: why,
    });
  });
  return why;
}

function closedWords(pullNumber: number | null): string {
  return `Pull request ${pullNumber ?? ""} was closed unmerged. Look again to open another one.`.replace(
    "  ",
    " ",
  );
}
