import type { JobPayloads } from "../../db/jobs.ts";
import { reconciliationNews } from "../../domain/gitops/pull-request-news.ts";
import type { ServiceContext } from "../context.ts";
import { tellPullRequest, tellSoftly } from "./tell-pull-request.ts";

/** tellReconciliationPull says on a reconciliation's pull request what is served and what merging it does. */
export async function tellReconciliationPull(
  ctx: ServiceContext,
  payload: JobPayloads["tell-reconciliation-pull"],
  publicUrl: string,
): Promise<void> {
  const { projectId, number } = payload;
  const key = { where: { projectId_number: { projectId, number } } };
  const row = await ctx.db.reconciliation.findUniqueOrThrow(key);
  const { environment, servedReleaseId, pullNumber, headCommit, toldDigest } = row;
  if (pullNumber === null || headCommit === null || row.outcome === "closed_by_hand") return;
  const project = await ctx.db.project.findUniqueOrThrow({ where: { id: projectId } });
  const url = `${publicUrl}/${project.slug}/reconciliations`;
  const isOpen = row.state === "open";
  const news = reconciliationNews({ number, environment, servedReleaseId, isOpen, url });
  await tellSoftly(ctx, "tell-reconciliation-pull", payload, async () => {
    const told = { pullNumber, headCommit, toldDigest, url };
    const digest = await tellPullRequest(ctx.gitHostFor(project), news, told);
    await ctx.db.reconciliation.update({ ...key, data: { toldDigest: digest } });
  });
}
