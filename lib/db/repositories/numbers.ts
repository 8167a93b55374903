import type { Transaction } from "../client.ts";

/** What is numbered per project: people speak of promotion 43 and reconciliation 2. */
export type NumberedTable =
  | "promotion"
  | "rollout"
  | "reconciliation"
  | "eval_run"
  | "eval_session"
  | "notification";

/**
 * nextNumber gives the next number of a project's table. It locks the numbers of that table until the transaction
 * ends, so that two never take the same one; without a gap, because a failed transaction gives its number back. The
 * numbers of other tables are free meanwhile: a long upload holds up no rollback. Who takes several takes that of
 * news (`notification`) last.
 */
export async function nextNumber(tx: Transaction, table: NumberedTable, projectId: string): Promise<number> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`number:${table}:${projectId}`}, 0))`;
  return (await highest(tx, table, projectId)) + 1;
}

async function highest(tx: Transaction, table: NumberedTable, projectId: string): Promise<number> {
  const where = { where: { projectId }, _max: { number: true } } as const;
  switch (table) {
    case "promotion":
      return (await tx.promotion.aggregate(where))._max.number ?? 0;
    case "rollout":
      return (await tx.rollout.aggregate(where))._max.number ?? 0;
    case "reconciliation":
      return (await tx.reconciliation.aggregate(where))._max.number ?? 0;
    case "eval_run":
      return (await tx.evalRun.aggregate(where))._max.number ?? 0;
    case "notification":
      return (await tx.notification.aggregate(where))._max.number ?? 0;
    case "eval_session":
      return (await tx.evalSession.aggregate(where))._max.number ?? 0;
  }
}
