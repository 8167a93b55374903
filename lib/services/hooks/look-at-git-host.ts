import type { Transaction } from "../../db/client.ts";
import { addJob } from "../../db/jobs.ts";
import { isOpenPromotion, PROMOTION_STATES } from "../../domain/promotions/promotion-state.ts";
import { HOST_AWAY } from "../git-away.ts";

/**
 * lookAtGitHost queues the looks that a hint asks for: main, and whatever waits for its pull request. Each has one
 * waiting job at most. What waits because the host asked for a pause keeps its time: a hint is no reason to hurry it.
 */
export async function lookAtGitHost(tx: Transaction, projectId: string): Promise<void> {
  await addJob(tx, "sync-repository", { projectId, number: 0 });
  const waiting = {
    ...{ projectId, pullNumber: { not: null } },
    OR: [{ lastError: null }, { NOT: { lastError: { startsWith: HOST_AWAY } } }],
  };
  const promotions = await tx.promotion.findMany({
    where: { ...waiting, state: { in: PROMOTION_STATES.filter(isOpenPromotion) } },
    select: { number: true, state: true },
  });
  for (const { number, state } of promotions) {
    await addJob(tx, "tell-promotion-pull", { projectId, number });
    const isOnItsWay = state === "approved" || state === "merging";
    if (isOnItsWay) await addJob(tx, "advance-promotion", { projectId, number });
  }
  const reconciliations = await tx.reconciliation.findMany({
    where: { ...waiting, state: "open" },
    select: { number: true },
  });
  for (const { number } of reconciliations) await addJob(tx, "reconcile", { projectId, number });
}
