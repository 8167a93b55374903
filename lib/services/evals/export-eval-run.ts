import { findRun } from "../../db/queries/get-eval-run.ts";
import { readEvalCases } from "../../db/queries/list-eval-cases.ts";
import { AppError } from "../../domain/errors.ts";
import { CASES_CSV_HEADER, toCsvLine } from "../../evals/cases-csv.ts";
import { authorize } from "../authorize.ts";
import type { ServiceContext } from "../context.ts";
import { resolveProject } from "../projects/resolve-project.ts";

type Input = { params: { project: string; number: number } };

/** exportEvalCases gives a member a run's cases as CSV, some hundred lines at a time. */
export async function exportEvalCases(
  ctx: ServiceContext,
  input: Input,
): Promise<ReadableStream<Uint8Array>> {
  const run = await readableRun(ctx, input);
  const pages = readEvalCases(ctx.db, run.id);
  const encoder = new TextEncoder();
  return new ReadableStream({
    start: (controller) => controller.enqueue(encoder.encode(CASES_CSV_HEADER)),
    pull: async (controller) => {
      const page = await pages.next();
      if (page.done) controller.close();
      else controller.enqueue(encoder.encode(page.value.map(toCsvLine).join("")));
    },
    cancel: async () => {
      await pages.return(undefined);
    },
  });
}

/** downloadEvalFile gives a member the bytes that a run was read from. */
export async function downloadEvalFile(ctx: ServiceContext, input: Input): Promise<Uint8Array<ArrayBuffer>> {
  const run = await readableRun(ctx, input);
  const content = await ctx.db.content.findUnique({ where: { digest: run.rawDigest } });
  if (content === null) throw new AppError("not-found", "There is nothing here that you can see.");
  return new Uint8Array(content.bytes);
}

async function readableRun(ctx: ServiceContext, { params }: Input) {
  const project = await resolveProject(ctx, params.project);
  authorize(ctx, "project:read", { projectId: project.id });
  return findRun(ctx.db, project, params.number);
}
