import type { ReconciliationModel } from "../../db/generated/models.ts";
import { transact } from "../../db/transact.ts";
import type { ServiceContext } from "../context.ts";
import { NothingToDo } from "../nothing-to-do.ts";
import { reconciliationEvent } from "./close-reconciliation.ts";
import { lockReconciliation } from "./lock-reconciliation.ts";
import { tellOwner } from "./tell-owner.ts";

/** So many are told about in one look. */
const AT_ONCE = 100;

/** tellLate tells owners, once, that git and runtime still disagree after the deadline. Returns how many it told. */
export async function tellLate(ctx: ServiceContext): Promise<number> {
  const late = await ctx.db.reconciliation.findMany({
    where: { state: "open", dueAt: { lt: ctx.now() }, lateToldAt: null },
    orderBy: { dueAt: "asc" },
    take: AT_ONCE,
  });
  let told = 0;
  for (const row of late) told += (await tellOne(ctx, row)) ? 1 : 0;
  return told;
}

/** Whether it was this one who told: another may have, or it was closed since the list was read. */
async function tellOne(ctx: ServiceContext, found: ReconciliationModel): Promise<boolean> {
  try {
    await tellLocked(ctx, found);
    return true;
  } catch (error) {
    if (error instanceof NothingToDo) return false;
    throw error;
  }
}

async function tellLocked(ctx: ServiceContext, { projectId, number }: ReconciliationModel): Promise<void> {
  await transact(ctx, async (tx, audit) => {
    const row = await lockReconciliation(tx, projectId, number);
    if (row.state !== "open" || row.lateToldAt !== null) throw new NothingToDo();
    audit({
      ...reconciliationEvent(row, "reconciliation.late"),
      after: { dueAt: row.dueAt.toISOString(), owner: row.ownerName },
    });
    await tx.reconciliation.update({
      where: { projectId_number: { projectId, number } },
      data: { lateToldAt: ctx.now() },
    });
    const names = `${row.environment} serves ${row.servedReleaseId ?? "nothing"} and git names ${row.desiredReleaseId ?? "nothing"}`;
    await tellOwner(ctx, tx, row, {
      dedupeKey: `reconciliation_late:${number}`,
      sentence: `${names} since ${row.openedAt.toISOString()}: reconciliation ${number} is late. Its owner is ${row.ownerName}.`,
    });
  });
}
