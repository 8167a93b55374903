import { z } from "zod";
import type { EvalCaseInput } from "../../domain/gates/eval-case.ts";
import type { EvalSummary } from "../../domain/gates/eval-summary.ts";
import type { EvidenceKey } from "../../domain/gates/evidence-key.ts";
import type { EvalConditions } from "../../domain/gates/unpinned.ts";
import type { Reader, Transaction } from "../client.ts";
import { createId } from "../create-id.ts";
import { Prisma } from "../generated/client.ts";
import { parseEvalSummary } from "../queries/parse-eval-summary.ts";
import { nextNumber } from "./numbers.ts";

export type StoredEvalRun = { number: number; summary: EvalSummary; unpinnedReasons: string[] };
export type NewEvalRun = {
  projectId: string;
  releaseId: string | null;
  format: string;
  raw: Uint8Array;
  rawDigest: string;
  digest: string;
  evidence: { key: EvidenceKey; digest: string } | null;
  sentBy: string;
  sentByName: string;
  selfReported: boolean;
  summary: EvalSummary;
  cases: readonly EvalCaseInput[];
  createdAt: Date;
  tool: string;
  origin: "upload" | "runner";
  underReleaseId: string | null;
  conditions: EvalConditions;
  unpinnedReasons: string[];
};

/** One statement's JSON: large enough for speed, small enough to stay far below the statement's time limit. */
const MAX_INSERT_CHARS = 8_000_000;

/** findEvalRun returns the run that says exactly this: the same file, read in the same way, for the same release. */
export async function findEvalRun(
  db: Reader,
  key: { projectId: string; releaseId: string | null; digest: string },
): Promise<StoredEvalRun | null> {
  const { projectId, releaseId, digest } = key;
  const row = await db.evalRun.findFirst({
    where: { projectId, releaseId, digest },
    orderBy: { number: "asc" },
  });
  if (row === null) return null;
  return {
    number: row.number,
    summary: parseEvalSummary(row.summary),
    unpinnedReasons: z.array(z.string()).parse(row.unpinnedReasons),
  };
}

/**
 * saveEvalRun writes a run, its cases and the bytes it was read from, under the project's next number.
 * Returns null where the same file came in for the same release meanwhile.
 */
export async function saveEvalRun(tx: Transaction, run: NewEvalRun): Promise<StoredEvalRun | null> {
  const { raw, evidence, cases, summary, ...row } = run;
  await tx.content.createMany({
    data: [
      {
        digest: run.rawDigest,
        bytes: new Uint8Array(raw),
        sizeBytes: raw.byteLength,
        createdAt: run.createdAt,
      },
    ],
    skipDuplicates: true,
  });
  // The bytes are written before anything is locked that another upload waits for.
  const number = await nextNumber(tx, "eval_run", run.projectId);
  // Looked up again under the lock of the number: two uploads of one file are one run.
  if ((await findEvalRun(tx, run)) !== null) return null;
  const id = createId("evl", run.createdAt);
  await tx.evalRun.create({
    data: {
      ...row,
      id,
      number,
      evidenceKey: evidence?.key ?? Prisma.DbNull,
      evidenceKeyDigest: evidence?.digest ?? null,
      caseCount: cases.length,
      summary,
    },
  });
  await saveCases(tx, id, cases);
  return { number, summary, unpinnedReasons: run.unpinnedReasons };
}

/** One statement for thousands of cases: 10,000 rows in a second, where an insert with a parameter a value took ten. */
async function saveCases(tx: Transaction, runId: string, cases: readonly EvalCaseInput[]): Promise<void> {
  let [chunk, size] = [[] as string[], 0];
  for (const [position, item] of cases.entries()) {
    const row = JSON.stringify({ position, ...item });
    chunk.push(row);
    size += row.length;
    if (size < MAX_INSERT_CHARS && position < cases.length - 1) continue;
    await insertCases(tx, runId, `[${chunk.join(",")}]`);
    [chunk, size] = [[], 0];
  }
}

async function insertCases(tx: Transaction, runId: string, rows: string): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO eval_case ("runId", position, "caseId", repeat, passed, score, "totalTokens", "inputTokens",
      "outputTokens", "latencyMs", "costUsd", "isCached", input, output, reason, "isError", tags, metrics)
    SELECT ${runId}, position, "caseId", repeat, passed, score, "totalTokens", "inputTokens",
      "outputTokens", "latencyMs", "costUsd", "isCached", input, output, reason, "isError", tags, metrics
    FROM jsonb_to_recordset(${rows}::jsonb) AS x(position int, "caseId" text, repeat int, passed boolean,
      score float8, "totalTokens" int, "inputTokens" int, "outputTokens" int, "latencyMs" float8, "costUsd" float8,
      "isCached" boolean, input text, output text, reason text, "isError" boolean, tags text[], metrics jsonb)`;
}
