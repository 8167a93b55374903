import type { EvalCaseInput } from "../../domain/gates/eval-case.ts";
import type { EvalSummary } from "../../domain/gates/eval-summary.ts";
import type { EvidenceKey } from "../../domain/gates/evidence-key.ts";
import type { Reader, Transaction } from "../client.ts";
import { createId } from "../create-id.ts";
import { Prisma } from "../generated/client.ts";
import { parseEvalSummary } from "../queries/parse-eval-summary.ts";
import { nextNumber } from "./numbers.ts";

export type StoredEvalRun = { number: number; summary: EvalSummary };
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
};

const CASES_PER_INSERT = 1_000;

/** findEvalRun returns the run that this file already made for this release (or for none), or null. */
export async function findEvalRun(
  db: Reader,
  key: { projectId: string; releaseId: string | null; rawDigest: string },
): Promise<StoredEvalRun | null> {
  const { projectId, releaseId, rawDigest } = key;
  const row = await db.evalRun.findFirst({
    where: { projectId, releaseId, rawDigest },
    orderBy: { number: "asc" },
  });
  return row === null ? null : { number: row.number, summary: parseEvalSummary(row.summary) };
}

/**
 * saveEvalRun writes a run, its cases and the bytes it was read from, under the project's next number.
 * Returns null where the same file came in for the same release meanwhile.
 */
export async function saveEvalRun(tx: Transaction, run: NewEvalRun): Promise<StoredEvalRun | null> {
  const number = await nextNumber(tx, "eval_run", run.projectId);
  // Looked up again under the lock of the number: two uploads of one file are one run.
  if ((await findEvalRun(tx, run)) !== null) return null;
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
  return { number, summary };
}

async function saveCases(tx: Transaction, runId: string, cases: readonly EvalCaseInput[]): Promise<void> {
  const rows = cases.map((item, position) => ({ runId, position, ...item }));
  for (let start = 0; start < rows.length; start += CASES_PER_INSERT) {
    await tx.evalCase.createMany({ data: rows.slice(start, start + CASES_PER_INSERT) });
  }
}
