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
 * nextNumber gives the next number of a project's table. It locks the project's row, so that two transactions
 * never take the same one; without a gap, because a failed transaction gives its number back.
 */
export async function nextNumber(tx: Transaction, table: NumberedTable, projectId: string): Promise<number> {
  await tx.$queryRaw`SELECT 1 FROM project WHERE id = ${projectId} FOR UPDATE`;
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
