import type { auditEndpoints } from "../../contracts/audit.ts";
import type { QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import { givenFilter } from "../../domain/audit/audit-filter.ts";
import type { Reader } from "../client.ts";
import { decodeCursor, encodeCursor } from "../cursor.ts";
import { auditWhere } from "./audit-where.ts";
import { getChainStatus } from "./chain-status.ts";
import { listCheckpoints } from "./list-checkpoints.ts";
import { toAuditEvent } from "./load-audit-events.ts";
import type { Project } from "./projects.ts";

type Query = QueryOf<typeof auditEndpoints.listAudit>;
type Response = ResponseOf<typeof auditEndpoints.listAudit>;

/** listAudit reads a project's events, newest first, and verifies the whole chain where asked to. */
export async function listAudit(db: Reader, project: Project, query: Query, now: Date): Promise<Response> {
  const after = decodeCursor(project.id, query.cursor);
  const found = await db.auditEvent.findMany({
    where: {
      chain: project.id,
      ...auditWhere(givenFilter(query)),
      ...(after === null ? {} : { seq: { lt: Number(after) } }),
    },
    orderBy: { seq: "desc" },
    take: query.limit + 1,
  });
  const items = found.slice(0, query.limit).map(toAuditEvent);
  const last = items.at(-1);
  const hasMore = found.length > items.length && last !== undefined;
  return {
    items,
    nextCursor: hasMore ? encodeCursor(project.id, String(last.seq)) : null,
    chain: query.verify === "true" ? await getChainStatus(db, project.id, now) : null,
    checkpoints: await listCheckpoints(db, project.id),
  };
}
