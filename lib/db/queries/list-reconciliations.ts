import type { QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { reconciliationEndpoints } from "../../contracts/environments.ts";
import type { Reader } from "../client.ts";
import { reconciliationRow } from "./get-environment.ts";
import type { Project } from "./projects.ts";

type List = typeof reconciliationEndpoints.listReconciliations;

/** listReconciliations lists where git and runtime disagree or did, open ones first, then newest. */
export async function listReconciliations(
  db: Reader,
  project: Project,
  { state }: QueryOf<List>,
): Promise<ResponseOf<List>> {
  const rows = await db.reconciliation.findMany({
    where: { projectId: project.id, ...(state === "all" ? {} : { state }) },
    orderBy: [{ state: "desc" }, { number: "desc" }],
    take: 200,
  });
  return { items: rows.map(reconciliationRow) };
}
