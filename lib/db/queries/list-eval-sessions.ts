import type { QueryOf } from "../../contracts/endpoint.ts";
import type { EvalSessionResponse, evalSessionEndpoints } from "../../contracts/eval-sessions.ts";
import type { Reader } from "../client.ts";
import { decodeCursor, encodeCursor } from "../cursor.ts";
import { toEvalSession } from "./eval-session-row.ts";
import type { Project } from "./projects.ts";

type Query = QueryOf<typeof evalSessionEndpoints.listEvalSessions>;
export type EvalSessionPage = { items: EvalSessionResponse[]; nextCursor: string | null };

/** listEvalSessions reads a project's eval sessions, newest first; `release` keeps those of one release. */
export async function listEvalSessions(db: Reader, project: Project, query: Query): Promise<EvalSessionPage> {
  const after = decodeCursor(project.id, query.cursor);
  const found = await db.evalSession.findMany({
    where: {
      projectId: project.id,
      ...(query.release === undefined ? {} : { releaseId: query.release }),
      ...(after === null ? {} : { number: { lt: Number(after) } }),
    },
    orderBy: { number: "desc" },
    take: query.limit + 1,
  });
  const items = found.slice(0, query.limit).map(toEvalSession);
  const last = items.at(-1);
  const hasMore = found.length > items.length && last !== undefined;
  return { items, nextCursor: hasMore ? encodeCursor(project.id, String(last.number)) : null };
}
