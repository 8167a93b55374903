import type { QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { promotionEndpoints } from "../../contracts/promotions.ts";
import { isOpenPromotion, PROMOTION_STATES } from "../../domain/promotions/promotion-state.ts";
import type { Reader } from "../client.ts";
import { decodeCursor, encodeCursor } from "../cursor.ts";
import { promotionSummary } from "./get-promotion.ts";
import type { Project } from "./projects.ts";

type List = typeof promotionEndpoints.listPromotions;

/** listPromotions lists a project's promotions, newest first. */
export async function listPromotions(
  db: Reader,
  project: Project,
  query: QueryOf<List>,
): Promise<ResponseOf<List>> {
  const after = decodeCursor(project.id, query.cursor);
  const rows = await db.promotion.findMany({
    where: {
      projectId: project.id,
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
    items: items.map(promotionSummary),
    nextCursor: hasMore ? encodeCursor(project.id, String(last.number)) : null,
  };
}

function statesOf(filter: "open" | "closed"): string[] {
  return PROMOTION_STATES.filter((state) => isOpenPromotion(state) === (filter === "open"));
}
