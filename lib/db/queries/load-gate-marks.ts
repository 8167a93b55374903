import { z } from "zod";
import { GATE_TERM_VERDICTS, GATE_VERDICTS } from "../../domain/gates/gate-term.ts";
import { type GateMark, type GateMarkFacts, gateMarks } from "../../domain/releases/gate-marks.ts";
import type { Reader } from "../client.ts";

const storedResult = z.object({
  verdict: z.enum(GATE_VERDICTS),
  terms: z.array(z.object({ id: z.string(), verdict: z.enum(GATE_TERM_VERDICTS) })),
});

type ResultRow = { releaseId: string; verdict: string; terms: unknown };
type RunRow = { releaseId: string; hasPinned: boolean; hasUnpinned: boolean };

/**
 * loadGateMarks reads what the gates said last of each release, as it was kept for its newest promotion, and whether
 * it has an eval run that counts: pinned, and made with its own instruments. Two queries, however long the list. The release's page judges it anew.
 */
export async function loadGateMarks(
  db: Reader,
  projectId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, { fast: GateMark; eval: GateMark }>> {
  const results = await db.$queryRaw<ResultRow[]>`
    SELECT DISTINCT ON (promotion."releaseId") promotion."releaseId", result.verdict, result.terms
    FROM promotion JOIN gate_result AS result
      ON result."projectId" = promotion."projectId" AND result."promotionNumber" = promotion.number
    WHERE promotion."projectId" = ${projectId} AND promotion."releaseId" = ANY(${[...ids]}::text[])
    ORDER BY promotion."releaseId", promotion.number DESC, result."createdAt" DESC, result.id DESC`;
  const runs = await db.$queryRaw<RunRow[]>`
    SELECT "releaseId",
      bool_or("unpinnedReasons" = '[]'::jsonb AND "underReleaseId" IS NULL) AS "hasPinned",
      bool_or("unpinnedReasons" <> '[]'::jsonb) AS "hasUnpinned"
    FROM eval_run WHERE "projectId" = ${projectId} AND "releaseId" = ANY(${[...ids]}::text[])
    GROUP BY "releaseId"`;
  const resultOf = new Map(results.map((row) => [row.releaseId, readResult(row)]));
  const runOf = new Map(runs.map((row) => [row.releaseId, countingRun(row)] as const));
  return new Map(
    ids.map((id) => [id, gateMarks({ result: resultOf.get(id) ?? null, run: runOf.get(id) ?? "none" })]),
  );
}

function countingRun({ hasPinned, hasUnpinned }: RunRow): GateMarkFacts["run"] {
  if (hasPinned) return "pinned";
  return hasUnpinned ? "unpinned" : "none";
}

/** A result in words of an older time is not guessed at: the release is judged anew on its page. */
function readResult(row: ResultRow): z.output<typeof storedResult> | null {
  const read = storedResult.safeParse(row);
  return read.success ? read.data : null;
}
