import type { QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { reconciliationEndpoints } from "../../contracts/reconciliations.ts";
import type { Reader } from "../client.ts";
import type { Project } from "./projects.ts";
import { reconciliationRow } from "./reconciliation-row.ts";

type List = typeof reconciliationEndpoints.listReconciliations;

/** listReconciliations lists where git and runtime disagree or did, open ones first, then newest. */
export async function listReconciliations(
  db: Reader,
  project: Project,
  { state, environment, postReview }: QueryOf<List>,
): Promise<ResponseOf<List>> {
  const rows = await db.reconciliation.findMany({
    where: {
      projectId: project.id,
      ...(state === "all" ? {} : { state }),
      ...(environment === undefined ? {} : { environment }),
      ...(postReview === undefined ? {} : { postReviewDueAt: { not: null }, postReviewedAt: null }),
    },
    orderBy: [{ state: "desc" }, { number: "desc" }],
    take: 200,
  });
  return { items: rows.map(reconciliationRow) };
}
