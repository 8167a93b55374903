import type { Transaction } from "../../db/client.ts";
import type { ReconciliationModel } from "../../db/generated/models.ts";
import type { ServiceContext } from "../context.ts";
import { tellPeople } from "../notifications/tell-people.ts";

/** tellOwner tells the owner of a reconciliation, and who listens for it, that it needs somebody. */
export async function tellOwner(
  ctx: ServiceContext,
  tx: Transaction,
  row: ReconciliationModel,
  news: { dedupeKey: string; sentence: string },
): Promise<void> {
  const accountId = accountOf(row.owner);
  await tellPeople(ctx, tx, {
    projectId: row.projectId,
    type: "reconciliation_late",
    environment: row.environment,
    releaseId: row.servedReleaseId,
    resource: { kind: "reconciliation", id: String(row.number) },
    accountIds: accountId === null ? [] : [accountId],
    ...news,
  });
}

function accountOf(owner: string): string | null {
  return owner.startsWith("account:") ? owner.slice("account:".length) : null;
}
