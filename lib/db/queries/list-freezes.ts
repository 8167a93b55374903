import type { FreezeRow } from "../../contracts/freezes.ts";
import { freezeState } from "../../domain/promotions/freeze.ts";
import type { Reader } from "../client.ts";
import type { FreezeWindowModel } from "../generated/models.ts";

const MAX_FREEZES = 50;

/** listFreezes reads the newest freezes of an environment, those that start last first. */
export async function listFreezes(
  db: Reader,
  projectId: string,
  environment: string,
  now: Date,
): Promise<FreezeRow[]> {
  const rows = await db.freezeWindow.findMany({
    where: { projectId, environment },
    orderBy: [{ startsAt: "desc" }, { id: "desc" }],
    take: MAX_FREEZES,
  });
  return rows.map((row) => toFreezeRow(row, now));
}

/** toFreezeRow is a freeze as pages show it. */
export function toFreezeRow(row: FreezeWindowModel, now: Date): FreezeRow {
  return {
    id: row.id,
    environment: row.environment,
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    reason: row.reason,
    state: freezeState(row, now),
    createdByName: row.createdByName,
    createdAt: row.createdAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    endedByName: row.endedByName,
  };
}
