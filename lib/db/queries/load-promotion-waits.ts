import { provedIn } from "../../domain/environments/was-served.ts";
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

async function isServedIn(db: Reader, projectId: string, name: string, releaseId: string): Promise<boolean> {
  const known = await db.environment.findUnique({ where: { projectId_name: { projectId, name } } });
  if (known === null) return false;
  const here = { projectId, environment: name };
  const completed = await db.rollout.findFirst({
    where: { ...here, candidateReleaseId: releaseId, state: "completed" },
    orderBy: { endedAt: "desc" },
  });
  const takenBack = await db.rollback.findFirst({
    where: { ...here, fromReleaseId: releaseId },
    orderBy: { createdAt: "desc" },
  });
  const { allocation } = await loadEnvironmentFacts(db, projectId, name);
  return provedIn(
    { allocation, completedAt: completed?.endedAt ?? null, takenBackAt: takenBack?.createdAt ?? null },
    releaseId,
  );
}
