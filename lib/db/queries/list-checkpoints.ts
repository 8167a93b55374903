import type { AuditCheckpoint } from "../../contracts/audit.ts";
import type { Reader } from "../client.ts";

/** listCheckpoints reads what the worker last found outside the database about a chain: in the file and in git. */
export async function listCheckpoints(db: Reader, chain: string): Promise<AuditCheckpoint[]> {
  const rows = await db.auditCheckpoint.findMany({ where: { chain }, orderBy: { place: "asc" } });
  return rows.map(({ chain: _chain, sinceAt, checkedAt, place, ...row }) => ({
    ...row,
    place: place === "git" ? "git" : "file",
    sinceAt: sinceAt.toISOString(),
    checkedAt: checkedAt.toISOString(),
  }));
}
