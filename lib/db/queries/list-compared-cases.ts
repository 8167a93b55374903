import type { ComparedCaseRow, comparisonEndpoints } from "../../contracts/comparisons.ts";
import type { QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import { assertNever } from "../../domain/assert-never.ts";
import { AppError } from "../../domain/errors.ts";
import type { Reader } from "../client.ts";
import { judgeKeys } from "./compare-runs.ts";
import { findRun, loadComparison } from "./load-compared-runs.ts";
import type { Project } from "./projects.ts";

type Declaration = typeof comparisonEndpoints.listComparedCases;
type Query = QueryOf<Declaration>;

/** listComparedCases pages through two runs' same cases, worst regressions first. Throws not-found, wrong-state. */
export async function listComparedCases(
  db: Reader,
  project: Project,
  query: Query,
): Promise<ResponseOf<Declaration>> {
  const control = await findRun(db, project.id, query.control);
  const candidate = await findRun(db, project.id, query.candidate);
  const judged = await judgeKeys(db, project, control, candidate);
  if (!judged.comparable) {
    const why = judged.answer.differing.join(", ");
    throw new AppError("wrong-state", `These runs are not comparable: ${why}.`);
  }
  const { pairs, flaky } = await loadComparison(db, control, candidate);
  const flakyIds = new Set(flaky.map((each) => each.caseId));
  const search = query.search?.toLowerCase();
  const rows: ComparedCaseRow[] = pairs
    .map((pair) => ({ ...pair, isFlaky: flakyIds.has(pair.caseId) }))
    .filter((row) => isShown(row, query.show))
    .filter((row) => query.tag === undefined || row.tags.includes(query.tag))
    .filter((row) => search === undefined || row.caseId.toLowerCase().includes(search));
  // Improvements are looked at from the largest.
  if (query.show === "improvements") rows.reverse();
  return { items: rows.slice(query.offset, query.offset + query.limit), total: rows.length };
}

function isShown(row: ComparedCaseRow, show: Query["show"]): boolean {
  switch (show) {
    case "all":
      return true;
    case "regressions":
      return row.difference < 0 || row.candidate.passShare < row.control.passShare;
    case "improvements":
      return row.difference > 0;
    case "flaky":
      return row.isFlaky;
    default:
      return assertNever(show);
  }
}
