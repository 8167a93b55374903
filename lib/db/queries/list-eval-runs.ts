import type { QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { evalEndpoints } from "../../contracts/evals.ts";
import type { Reader } from "../client.ts";
import { decodeCursor, encodeCursor } from "../cursor.ts";
import type { Prisma } from "../generated/client.ts";
import { toEvalRunRow } from "./eval-run-row.ts";
import type { Project } from "./projects.ts";

type Query = QueryOf<typeof evalEndpoints.listEvalRuns>;
type Response = ResponseOf<typeof evalEndpoints.listEvalRuns>;

/** listEvalRuns reads a project's eval runs, newest first; `release` keeps those of one release. */
export async function listEvalRuns(db: Reader, project: Project, query: Query): Promise<Response> {
  const after = decodeCursor(project.id, query.cursor);
  const found = await db.evalRun.findMany({
    where: {
      projectId: project.id,
      ...(query.release === undefined ? {} : { releaseId: query.release }),
      ...(query.selfReported === undefined ? {} : { selfReported: query.selfReported === "true" }),
      ...pinnedAs(query.unpinned),
      ...(after === null ? {} : { number: { lt: Number(after) } }),
    },
    orderBy: { number: "desc" },
    take: query.limit + 1,
  });
  const items = found.slice(0, query.limit).map(toEvalRunRow);
  const last = items.at(-1);
  const hasMore = found.length > items.length && last !== undefined;
  return { items, nextCursor: hasMore ? encodeCursor(project.id, String(last.number)) : null };
}

/** Unpinned is a run without a release, or one that read what its release does not pin. */
function pinnedAs(unpinned: Query["unpinned"]): Prisma.EvalRunWhereInput {
  if (unpinned === undefined) return {};
  const pinned = { releaseId: { not: null }, unpinnedReasons: { equals: [] } };
  return unpinned === "true" ? { NOT: pinned } : pinned;
}
