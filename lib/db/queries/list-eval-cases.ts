import { z } from "zod";
import type { QueryOf, ResponseOf } from "../../contracts/endpoint.ts";
import type { EvalCase, EvalCaseRow, evalEndpoints } from "../../contracts/evals.ts";
import { AppError } from "../../domain/errors.ts";
import type { Reader } from "../client.ts";
import { decodeCursor, encodeCursor } from "../cursor.ts";
import type { Prisma } from "../generated/client.ts";
import type { EvalCaseModel } from "../generated/models.ts";
import { findRun } from "./get-eval-run.ts";
import type { Project } from "./projects.ts";

type Query = QueryOf<typeof evalEndpoints.listEvalCases>;
type Response = ResponseOf<typeof evalEndpoints.listEvalCases>;

const ORDERS: Record<Query["sort"], Prisma.EvalCaseOrderByWithRelationInput[]> = {
  worst: [{ passed: "asc" }, { score: "asc" }, { position: "asc" }],
  best: [{ passed: "desc" }, { score: "desc" }, { position: "asc" }],
  file: [{ position: "asc" }],
};

/** listEvalCases reads a page of a run's cases. A run never changes, so a cursor is how many came before. */
export async function listEvalCases(
  db: Reader,
  project: Project,
  number: number,
  query: Query,
): Promise<Response> {
  const run = await findRun(db, project, number);
  const skip = z.coerce
    .number()
    .int()
    .min(0)
    .safeParse(decodeCursor(project.id, query.cursor) ?? 0);
  if (!skip.success) throw new AppError("bad-cursor", "This page of the list does not exist.");
  const where = whereOf(run.id, query);
  const found = await db.evalCase.findMany({
    where,
    omit: { input: true, output: true, reason: true, metrics: true },
    orderBy: ORDERS[query.sort],
    skip: skip.data,
    take: query.limit + 1,
  });
  const items = found.slice(0, query.limit).map(toRow);
  const next = skip.data + items.length;
  return {
    items,
    nextCursor: found.length > items.length ? encodeCursor(project.id, String(next)) : null,
    total: await db.evalCase.count({ where }),
  };
}

function whereOf(runId: string, { outcome, tag, search }: Query): Prisma.EvalCaseWhereInput {
  return {
    runId,
    ...(outcome === "passed" ? { passed: true } : {}),
    ...(outcome === "failed" ? { passed: false, isError: false } : {}),
    ...(outcome === "error" ? { isError: true } : {}),
    ...(tag ? { tags: { has: tag } } : {}),
    ...(search ? { caseId: { contains: escapeLike(search), mode: "insensitive" } } : {}),
  };
}

/** What is searched is text, not a pattern: `%` and `_` stand for themselves. */
function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, String.raw`\$&`);
}

/** getEvalCase reads one case with its texts. Throws not-found. */
export async function getEvalCase(
  db: Reader,
  project: Project,
  { number, position }: { number: number; position: number },
): Promise<EvalCase> {
  const run = await findRun(db, project, number);
  const row = await db.evalCase.findUnique({ where: { runId_position: { runId: run.id, position } } });
  if (row === null) throw new AppError("not-found", "There is nothing here that you can see.");
  return toCase(row);
}

const PER_READ = 500;

/** readEvalCases reads all cases of a run in the file's order, some hundred at a time. */
export async function* readEvalCases(db: Reader, runId: string): AsyncGenerator<EvalCase[]> {
  for (let after = -1; ; ) {
    const rows = await db.evalCase.findMany({
      where: { runId, position: { gt: after } },
      orderBy: { position: "asc" },
      take: PER_READ,
    });
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(toCase);
    after = last.position;
  }
}

function toRow(row: Omit<EvalCaseModel, "input" | "output" | "reason" | "metrics">): EvalCaseRow {
  const { position, caseId, repeat, passed, isError, score, totalTokens, latencyMs, costUsd } = row;
  const numbers = { position, caseId, repeat, passed, isError, score, totalTokens, latencyMs, costUsd };
  return { ...numbers, isCached: row.isCached, tags: row.tags };
}

function toCase(row: EvalCaseModel): EvalCase {
  const { inputTokens, outputTokens, input, output, reason } = row;
  const metrics = z.record(z.string(), z.number()).parse(row.metrics);
  return { ...toRow(row), inputTokens, outputTokens, input, output, reason, metrics };
}
