import type { QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { rolloutEndpoints } from "../../contracts/rollouts.ts";
import { isOpenRollout, ROLLOUT_STATES } from "../../domain/rollout/rollout-state.ts";
import type { Reader } from "../client.ts";
import { decodeCursor, encodeCursor } from "../cursor.ts";
import type { Project } from "./projects.ts";
import { rolloutRow } from "./rollout-row.ts";

type List = typeof rolloutEndpoints.listRollouts;

/** listRollouts lists a project's rollouts, newest first. */
export async function listRollouts(
  db: Reader,
  project: Project,
  query: QueryOf<List>,
): Promise<ResponseOf<List>> {
  const after = decodeCursor(project.id, query.cursor);
  const rows = await db.rollout.findMany({
    where: {
      projectId: project.id,
      ...(query.environment === undefined ? {} : { environment: query.environment }),
      ...(query.state === "all" ? {} : { state: { in: statesOf(query.state) } }),
      ...(after === null ? {} : { number: { lt: Number(after) } }),
    },
    orderBy: { number: "desc" },
    take: query.limit + 1,
  });
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  const hasMore = rows.length > query.limit && last !== undefined;
  return {
    items: items.map((row) => rolloutRow(row, null)),
    nextCursor: hasMore ? encodeCursor(project.id, String(last.number)) : null,
  };
}

function statesOf(filter: "open" | "closed"): string[] {
  return ROLLOUT_STATES.filter((state) => isOpenRollout(state) === (filter === "open"));
}
