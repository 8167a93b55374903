import type { ResponseOf } from "../../contracts/endpoint.ts";
import type { historyEndpoints } from "../../contracts/history.ts";
import type { Reader } from "../client.ts";

/** isHistoryRewritten says whether main lost what it held, and no admin has accepted that yet. */
export async function isHistoryRewritten(db: Reader, projectId: string): Promise<boolean> {
  return (await db.historyRewrite.count({ where: { projectId, acceptedAt: null } })) > 0;
}

/** listHistoryRewrites lists where main does not hold any more what it held, newest first. */
export async function listHistoryRewrites(
  db: Reader,
  projectId: string,
): Promise<ResponseOf<typeof historyEndpoints.listHistoryRewrites>> {
  const rows = await db.historyRewrite.findMany({
    where: { projectId },
    orderBy: { foundAt: "desc" },
    take: 100,
  });
  return {
    items: rows.map((row) => ({
      id: row.id,
      fromCommit: row.fromCommit,
      toCommit: row.toCommit,
      foundAt: row.foundAt.toISOString(),
      acceptedAt: row.acceptedAt?.toISOString() ?? null,
      acceptedByName: row.acceptedByName,
      reason: row.reason,
    })),
  };
}
