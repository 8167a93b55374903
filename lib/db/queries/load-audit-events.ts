import { z } from "zod";
import type { AuditEventRow } from "../../contracts/audit.ts";
import type { Reader } from "../client.ts";
import type { AuditEventModel } from "../generated/models.ts";
import type { AuditWhere } from "./audit-where.ts";

const BATCH = 1_000;
const valuesSchema = z.record(z.string(), z.json()).nullable();

/** toAuditEvent is a stored event as it was hashed. */
export function toAuditEvent(row: AuditEventModel): AuditEventRow {
  return {
    ...row,
    at: row.at.toISOString(),
    actorKind: toActorKind(row.actorKind),
    before: toValues(row.before),
    after: toValues(row.after),
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

/** A value that no event of ours has was put there by hand: it is shown under another name, and its hash is wrong. */
function toValues(value: unknown): AuditEventRow["before"] {
  const parsed = valuesSchema.safeParse(value);
  return parsed.success ? parsed.data : { unreadable: JSON.stringify(value) };
}

function toActorKind(kind: string): AuditEventRow["actorKind"] {
  return kind === "account" || kind === "key" ? kind : "service";
}
