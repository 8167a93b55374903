import type { AuditCheckpointModel } from "../../db/generated/models.ts";
import { saveCheckpoint } from "../../db/repositories/audit-checkpoints.ts";
import { transact } from "../../db/transact.ts";
import type { CheckpointLine } from "../../domain/audit/checkpoint-line.ts";
import { judgeCheckpoint } from "../../domain/audit/judge-checkpoint.ts";
import { type ChainHead, GENESIS } from "../../domain/audit/verify-chain.ts";
import type { ServiceContext } from "../context.ts";
import type { CheckpointFile } from "./checkpoint-file.ts";
import { hashOfEvent } from "./hash-of-event.ts";

/** What became of one chain: written up to its head, as it was, or not the chain that it was. */
export type KeptChain = { chain: string; problem: string | null; isWritten: boolean };

/**
 * keepCheckpoints writes the end of every chain that grew to the checkpoint file. A chain that is not the one which
 * the file has seen gets no line, and its problem is kept for the audit page. Safe to run again.
 */
export async function keepCheckpoints(ctx: ServiceContext, file: CheckpointFile): Promise<KeptChain[]> {
  const newest = await file.readNewest();
  const rows = await ctx.db.auditCheckpoint.findMany({ where: { place: "file" } });
  const known = new Map(rows.map((row) => [row.chain, row]));
  for (const row of rows) await noteLoss(ctx, row, newest.get(row.chain) ?? null);
  const heads = new Map((await ctx.db.auditHead.findMany()).map((head) => [head.chain, head]));
  const lines: CheckpointLine[] = [];
  const kept: KeptChain[] = [];
  for (const chain of new Set([...newest.keys(), ...heads.keys()])) {
    const head = heads.get(chain) ?? GENESIS;
    const line = newest.get(chain) ?? null;
    const problem = await problemOf(ctx, chain, head, line);
    const isWritten = problem === null && head.seq > (line?.seq ?? 0);
    const at = ctx.now().toISOString();
    if (isWritten) lines.push({ chain, seq: head.seq, count: head.seq, hash: head.hash, at });
    kept.push({ chain, problem, isWritten });
  }
  if (lines.length > 0) await file.append(lines);
  for (const { chain, problem, isWritten } of kept) {
    const head = isWritten ? heads.get(chain) : newest.get(chain);
    const since = isWritten ? null : (known.get(chain)?.sinceAt ?? null);
    const { seq, hash } = head ?? GENESIS;
    await saveCheckpoint(
      ctx.db,
      { chain, place: "file", seq, hash, commit: null, problem },
      ctx.now(),
      since,
    );
  }
  return kept;
}

async function problemOf(ctx: ServiceContext, chain: string, head: ChainHead, kept: ChainHead | null) {
  const hashOfKept = kept === null ? null : await hashOfEvent(ctx.db, chain, kept.seq);
  const problem = judgeCheckpoint({ head, kept, hashOfKept });
  if (problem !== null || head.seq === 0) return problem;
  const isHead = (await hashOfEvent(ctx.db, chain, head.seq)) === head.hash;
  return isHead ? null : `The head says event ${head.seq}, which is missing or another one.`;
}

/** A file that was removed or cut is begun again, and the chain itself says so: nobody can take that back. */
async function noteLoss(
  ctx: ServiceContext,
  row: AuditCheckpointModel,
  line: ChainHead | null,
): Promise<void> {
  if (row.problem !== null || row.seq <= (line?.seq ?? 0)) return;
  await transact(ctx, async (tx, audit) => {
    const { count } = await tx.auditCheckpoint.deleteMany({ where: { ...row } });
    if (count === 0) return;
    audit({
      ...{
        chain: row.chain,
        action: "audit.checkpoints_lost",
        resourceKind: "audit",
        resourceId: "checkpoints",
      },
      before: { seq: row.seq, hash: row.hash, since: row.sinceAt.toISOString() },
      after: { seq: line?.seq ?? 0 },
      reason: `The checkpoint file has no line for event ${row.seq} any more: it was removed, cut or replaced.`,
    });
  });
}
