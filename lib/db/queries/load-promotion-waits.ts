import type { BlockerFacts } from "../../domain/gates/blockers.ts";
import type { Layout } from "../../domain/gitops/layout.ts";
import { longestFreeze } from "../../domain/promotions/freeze.ts";
import type { Reader } from "../client.ts";
import { loadEnvironmentFacts } from "./environment-facts.ts";
import { isHistoryRewritten } from "./list-history-rewrites.ts";

/** What a merge waits for beside its own proof: another environment, a freeze, an admin's word about main. */
export type PromotionWaits = Pick<BlockerFacts, "after" | "freeze" | "isHistoryRewritten">;

/** loadPromotionWaits reads what a merge into an environment has to wait for at this moment. */
export async function loadPromotionWaits(
  db: Reader,
  projectId: string,
  asked: { environment: string; releaseId: string; layout: Layout | null; now: Date },
): Promise<PromotionWaits> {
  const { environment, releaseId, layout, now } = asked;
  const windows = await db.freezeWindow.findMany({
    where: { projectId, environment, startsAt: { lte: now }, endsAt: { gt: now }, endedAt: null },
  });
  const after = layout?.environments[environment]?.after ?? null;
  return {
    after:
      after === null
        ? null
        : { environment: after, isServed: await isServedIn(db, projectId, after, releaseId) },
    freeze: longestFreeze(windows, now),
    isHistoryRewritten: await isHistoryRewritten(db, projectId),
  };
}

/** Served to all there now, or its rollout there came to its end. One that was taken back has to prove itself again. */
async function isServedIn(db: Reader, projectId: string, name: string, releaseId: string): Promise<boolean> {
  const known = await db.environment.findUnique({ where: { projectId_name: { projectId, name } } });
  if (known === null) return false;
  const completed = await db.rollout.count({
    where: { projectId, environment: name, candidateReleaseId: releaseId, state: "completed" },
  });
  if (completed > 0) return true;
  const { allocation } = await loadEnvironmentFacts(db, projectId, name);
  if (allocation === null) return false;
  const { controlReleaseId, candidateReleaseId, shareBp } = allocation;
  const hasAll = candidateReleaseId === releaseId && shareBp === 10_000;
  return hasAll || (controlReleaseId === releaseId && shareBp === 0);
}
