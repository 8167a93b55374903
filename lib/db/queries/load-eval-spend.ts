import { evalSummary } from "../../contracts/evals.ts";
import type { StaticCostFacts } from "../../domain/gates/judge-static-cost.ts";
import type { Reader } from "../client.ts";

/** loadEvalSpend adds up what all eval runs of a release cost, those that satisfy no gate too: they were paid for. */
export async function loadEvalSpend(
  db: Reader,
  projectId: string,
  releaseId: string,
): Promise<Pick<StaticCostFacts, "spentUsd" | "unknownCostRuns">> {
  const rows = await db.evalRun.findMany({ where: { projectId, releaseId }, select: { summary: true } });
  const costs = rows.flatMap((row) => {
    const { costUsdMean, caseCount, errorCount } = evalSummary.parse(row.summary);
    return costUsdMean === null ? [] : [costUsdMean * (caseCount - errorCount)];
  });
  return {
    spentUsd: costs.length === 0 ? null : costs.reduce((sum, cost) => sum + cost, 0),
    unknownCostRuns: rows.length - costs.length,
  };
}
