import { z } from "zod";
import type { SessionState } from "../../domain/evals/session-state.ts";
import type { Database, Transaction } from "../client.ts";
import type { EvalSessionCaseModel, EvalSessionModel } from "../generated/models.ts";
import { type HeldLease, holdsLease } from "../leases.ts";
import { expectOne } from "../transact.ts";
import { nextNumber } from "./numbers.ts";

export type SessionKey = { projectId: string; number: number };

/** What was asked for, and whose answers the session's cases are. */
export const sessionSettings = z.object({
  model: z.string(),
  judgeModel: z.string().nullable(),
  repeats: z.number().int(),
  /** The plan's digests by what they are of. */
  parts: z.record(z.string(), z.string()),
});
export type SessionSettings = z.output<typeof sessionSettings>;

export type NewSession = Pick<
  EvalSessionModel,
  | "projectId"
  | "releaseId"
  | "underReleaseId"
  | "planDigest"
  | "budgetUsd"
  | "caseCount"
  | "startedBy"
  | "startedByName"
> & {
  settings: SessionSettings;
  now: Date;
};

/** insertSession writes a queued session under the project's next number. */
export async function insertEvalSession(
  tx: Transaction,
  { now, ...session }: NewSession,
): Promise<EvalSessionModel> {
  const number = await nextNumber(tx, "eval_session", session.projectId);
  return tx.evalSession.create({
    data: { ...session, number, state: "queued", createdAt: now, updatedAt: now },
  });
}

export type SessionChange = {
  state: SessionState;
  now: Date;
  stopRequested?: boolean;
  lastError?: string | null;
  budgetUsd?: number | null;
  evalRunNumber?: number;
  endedAt?: Date | null;
};

/** moveEvalSession changes a session that is still as it was read; else `version-conflict`. */
export async function moveEvalSession(
  tx: Transaction,
  row: EvalSessionModel,
  { now, ...change }: SessionChange,
): Promise<EvalSessionModel> {
  const key = { projectId: row.projectId, number: row.number };
  const { count } = await tx.evalSession.updateMany({
    where: { ...key, version: row.version, state: row.state },
    data: { ...change, updatedAt: now, version: { increment: 1 } },
  });
  expectOne(count, "eval session");
  return tx.evalSession.findUniqueOrThrow({ where: { projectId_number: key } });
}

/** What a session keeps of one case at one stage. */
export type SessionEntry = SessionKey & {
  caseId: string;
  repeat: number;
  stage: "answer" | "result";
  result: object;
  chargedUsd: number;
  isError: boolean;
  now: Date;
};

/**
 * appendSessionEntry keeps what was paid for, and counts it, while the lease is this worker's. False where another
 * worker has the session by now: then nothing was written, and this one has to leave.
 */
export async function appendSessionEntry(
  db: Database,
  lease: HeldLease,
  entry: SessionEntry,
): Promise<boolean> {
  const { projectId, number, caseId, repeat, stage, chargedUsd, now } = entry;
  const isResult = stage === "result";
  return db.$transaction(async (tx) => {
    if (!(await holdsLease(tx, lease))) return false;
    const key = { projectId, sessionNumber: number, caseId, repeat, stage };
    await tx.evalSessionCase.create({
      data: { ...key, result: entry.result, costUsd: chargedUsd, createdAt: now },
    });
    await tx.evalSession.update({
      where: { projectId_number: { projectId, number } },
      data: {
        spentUsd: { increment: chargedUsd },
        doneCount: { increment: isResult ? 1 : 0 },
        errorCount: { increment: isResult && entry.isError ? 1 : 0 },
        updatedAt: now,
      },
    });
    return true;
  });
}

/** loadSessionEntries reads all that a session paid for, in the order in which it happened. */
export function loadSessionEntries(
  db: Pick<Database, "evalSessionCase">,
  { projectId, number }: SessionKey,
): Promise<EvalSessionCaseModel[]> {
  return db.evalSessionCase.findMany({
    where: { projectId, sessionNumber: number },
    orderBy: { createdAt: "asc" },
  });
}

/** beatSession says that a worker is at it, and hears whether it should stop. */
export async function beatSession(
  db: Database,
  { projectId, number }: SessionKey,
  now: Date,
): Promise<{ stopRequested: boolean }> {
  return db.evalSession.update({
    where: { projectId_number: { projectId, number } },
    data: { updatedAt: now },
    select: { stopRequested: true },
  });
}
