import { z } from "zod";
import type { AuditEventRow } from "../../contracts/audit.ts";
import type { Reader } from "../client.ts";
import type { AuditEventModel } from "../generated/models.ts";
import type { AuditWhere } from "./audit-where.ts";

const BATCH = 1_000;
const KINDS = ["account", "key", "service"] as const;
const valuesSchema = z.record(z.string(), z.json()).nullable();

/**
 * toAuditEvent is a stored event as it was hashed. What no event of ours has was put there by hand: it is shown under
 * another name or at another time, so that its hash is wrong.
 */
export function toAuditEvent(row: AuditEventModel): AuditEventRow {
  const { at, actorKind, actorId, before, after } = row;
  const kind = KINDS.find((known) => known === actorKind);
  return {
    ...row,
    at: Number.isNaN(at.getTime()) ? new Date(0).toISOString() : at.toISOString(),
    actorKind: kind ?? "service",
    actorId: kind === undefined ? `${JSON.stringify(actorKind)} ${actorId}` : actorId,
    before: toValues(before),
    after: toValues(after),
  };
}

/** Part of a chain: up to an event, and what else is asked of each. */
export type ChainPart = { through?: number; where?: AuditWhere };

/** readChain reads a chain, or a part of it, from its first event, in batches. */
export async function* readChain(
  db: Reader,
  chain: string,
  part: ChainPart = {},
): AsyncGenerator<AuditEventRow[]> {
  const { through, where = {} } = part;
  const end = through === undefined ? {} : { lte: through };
  let seq: { gt?: number } = {};
  for (;;) {
    const rows = await db.auditEvent.findMany({
      where: { AND: [{ chain, seq: { ...end, ...seq } }, where] },
      orderBy: { seq: "asc" },
      take: BATCH,
    });
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(toAuditEvent);
    seq = { gt: last.seq };
  }
}

function toValues(value: unknown): AuditEventRow["before"] {
  const parsed = valuesSchema.safeParse(value);
  return parsed.success ? parsed.data : { unreadable: JSON.stringify(value) };
}
