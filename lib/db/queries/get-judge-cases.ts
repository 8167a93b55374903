import type { CaseToLabel } from "../../contracts/judges.ts";
import type { Reader } from "../client.ts";
import { Prisma } from "../generated/client.ts";

/**
 * The runs that a judge's version judged: those whose instruments (the release's own, or those of the release that
 * they were made under) hold this version and no other judge, so that a case's pass is this judge's word.
 */
function judgedRuns(projectId: string, judgeVersionId: string): Prisma.Sql {
  return Prisma.sql`SELECT r.id, r.number FROM eval_run r
    JOIN release_component p ON p."projectId" = r."projectId"
      AND p."releaseId" = coalesce(r."underReleaseId", r."releaseId") AND p.kind = 'judge'
    WHERE r."projectId" = ${projectId}
    GROUP BY r.id, r.number
    HAVING count(*) = 1 AND min(p."artifactVersionId") = ${judgeVersionId}`;
}

/**
 * listCasesToLabel reads judged answers that a person has not labelled yet, in an order that looks random and is the
 * same each time, so that nobody picks the easy ones. The judge's word is not among what is read.
 */
export async function listCasesToLabel(
  db: Reader,
  input: { projectId: string; judgeVersionId: string; labelledBy: string; limit: number },
): Promise<{ items: CaseToLabel[]; left: number }> {
  const { projectId, judgeVersionId, labelledBy, limit } = input;
  const open = Prisma.sql`FROM eval_case c JOIN (${judgedRuns(projectId, judgeVersionId)}) r ON r.id = c."runId"
    WHERE NOT c."isError" AND c.output IS NOT NULL AND NOT EXISTS (
      SELECT 1 FROM judge_label l WHERE l."runId" = c."runId" AND l.position = c.position
        AND l."judgeVersionId" = ${judgeVersionId} AND l."labelledBy" = ${labelledBy})`;
  const items = await db.$queryRaw<CaseToLabel[]>`
    SELECT r.number AS "runNumber", c.position, c."caseId", c.input, c.output ${open}
    ORDER BY md5(c."runId" || ' ' || c.position), c."runId", c.position LIMIT ${limit}`;
  const [count] = await db.$queryRaw<{ left: number }[]>`SELECT count(*)::int AS "left" ${open}`;
  return { items, left: count?.left ?? 0 };
}

/** findJudgedCase reads one answer with the judge's word; null where this version did not judge it. */
export async function findJudgedCase(
  db: Reader,
  input: { projectId: string; judgeVersionId: string; runNumber: number; position: number },
): Promise<{ runId: string; caseId: string; passed: boolean; reason: string | null } | null> {
  const { projectId, judgeVersionId, runNumber, position } = input;
  const [row] = await db.$queryRaw<
    { runId: string; caseId: string; passed: boolean; reason: string | null }[]
  >`
    SELECT c."runId", c."caseId", c.passed, c.reason
    FROM eval_case c JOIN (${judgedRuns(projectId, judgeVersionId)}) r ON r.id = c."runId"
    WHERE r.number = ${runNumber} AND c.position = ${position} AND NOT c."isError"`;
  return row ?? null;
}
