import type { Transaction } from "../../db/client.ts";
import type { ReconciliationModel } from "../../db/generated/models.ts";
import { AppError } from "../../domain/errors.ts";

/** lockReconciliation reads a project's reconciliation for a change; one that is not there is not-found. */
export async function lockReconciliation(
  tx: Transaction,
  projectId: string,
  number: number,
): Promise<ReconciliationModel> {
  await tx.$queryRaw`SELECT 1 FROM reconciliation WHERE "projectId" = ${projectId} AND number = ${number} FOR UPDATE`;
  const row = await tx.reconciliation.findUnique({ where: { projectId_number: { projectId, number } } });
  if (row === null) throw new AppError("not-found", "There is nothing here that you can see.");
  return row;
}

/** refuseClosed keeps acts from one that is closed already. */
export function refuseClosed(row: ReconciliationModel): void {
  if (row.state !== "open") throw new AppError("wrong-state", "This reconciliation is closed already.");
}
