import { createId } from "../../db/create-id.ts";
import { transact } from "../../db/transact.ts";
import type { GitHost } from "../../git/git-host.ts";
import type { ServiceContext } from "../context.ts";
import { adminIds } from "../environments/admin-ids.ts";
import { tellPeople } from "../notifications/tell-people.ts";
import { holdsCommit } from "./holds-commit.ts";

/**
 * noteHistoryRewrite records that main does not hold any more what it held: the head that was read last is no
 * ancestor of the new one. Serving goes on; nothing is merged until an admin accepts it. The same one is
 * noted once, until somebody has accepted it.
 */
export async function noteHistoryRewrite(
  ctx: ServiceContext,
  host: GitHost,
  project: { id: string; slug: string },
  heads: { from: string; to: string },
): Promise<void> {
  const { from, to } = heads;
  if (await holdsCommit(host, from, to)) return;
  const key = { projectId: project.id, fromCommit: from, toCommit: to };
  if ((await ctx.db.historyRewrite.count({ where: { ...key, acceptedAt: null } })) > 0) return;
  const now = ctx.now();
  await transact(ctx, async (tx, audit) => {
    const id = createId("hrw", now);
    await tx.historyRewrite.create({ data: { id, ...key, foundAt: now } });
    audit({
      chain: project.id,
      action: "repository.history_rewritten",
      resourceKind: "repository",
      resourceId: project.id,
      before: { head: from },
      after: { head: to },
    });
    await tellPeople(ctx, tx, {
      projectId: project.id,
      type: "unreviewed_change",
      dedupeKey: `history_rewritten:${id}`,
      environment: null,
      releaseId: null,
      resource: { kind: "environment", id: "main" },
      sentence: `Somebody rewrote main of ${project.slug}: ${from.slice(0, 10)} is no part of ${to.slice(0, 10)}. What is served stays; nothing is merged until an admin accepts it.`,
      accountIds: await adminIds(tx, project.id),
    });
  });
  ctx.logger.warn({ project: project.slug, from, to }, "main's history was rewritten");
}
