import { AppError } from "../../domain/errors.ts";
import { type CasePair, type ComparedCase, compareRuns } from "../../domain/evals/compare-runs.ts";
import { type FlakyCase, findFlakyCases, type PassCount } from "../../domain/evals/flaky-cases.ts";
import type { Reader } from "../client.ts";
import { Prisma } from "../generated/client.ts";
import type { EvalRunModel } from "../generated/models.ts";

export type NamedPair = { control: number; candidate: number };

/** findRun reads a run by its number. Throws not-found. */
export async function findRun(db: Reader, projectId: string, number: number): Promise<EvalRunModel> {
  const run = await db.evalRun.findUnique({ where: { projectId_number: { projectId, number } } });
  if (run === null) throw new AppError("not-found", `There is no eval run ${number} in this project.`);
  return run;
}

export type ComparedRuns = {
  pairs: CasePair[];
  onlyInControl: string[];
  onlyInCandidate: string[];
  flaky: FlakyCase[];
};

/** loadComparison pairs the cases of two runs that are known to be comparable, without their texts. */
export async function loadComparison(
  db: Reader,
  control: EvalRunModel,
  candidate: EvalRunModel,
): Promise<ComparedRuns> {
  const compared = compareRuns(await loadCases(db, control.id), await loadCases(db, candidate.id));
  const flaky = findFlakyCases(await countPasses(db, control), await countPasses(db, candidate));
  return { ...compared, flaky };
}

async function loadCases(db: Reader, runId: string): Promise<ComparedCase[]> {
  return db.$queryRaw<ComparedCase[]>`
    SELECT "caseId", passed, score, "totalTokens", "latencyMs", "costUsd", "isCached", "isError", tags
    FROM eval_case WHERE "runId" = ${runId} ORDER BY position`;
}

/** How many runs of one release and key are looked through for cases that changed their verdict. */
const MAX_HISTORY_RUNS = 10;

/**
 * countPasses counts, over this run and the newest others of the same release with the same evidence key, how often
 * each case passed; only cases with both verdicts are read.
 */
async function countPasses(db: Reader, run: EvalRunModel): Promise<PassCount[]> {
  const { projectId, releaseId, evidenceKeyDigest } = run;
  const others =
    releaseId === null || evidenceKeyDigest === null
      ? []
      : await db.evalRun.findMany({
          where: {
            projectId,
            releaseId,
            evidenceKeyDigest,
            id: { not: run.id },
            unpinnedReasons: { equals: [] },
          },
          orderBy: { number: "desc" },
          take: MAX_HISTORY_RUNS - 1,
          select: { id: true },
        });
  const ids = [run.id, ...others.map((other) => other.id)];
  return db.$queryRaw<PassCount[]>`
    SELECT "caseId", (count(*) FILTER (WHERE passed))::int AS "passedCount", count(*)::int AS "measuredCount"
    FROM eval_case WHERE "runId" IN (${Prisma.join(ids)}) AND NOT "isError"
    GROUP BY "caseId" HAVING bool_or(passed) AND NOT bool_and(passed)`;
}
