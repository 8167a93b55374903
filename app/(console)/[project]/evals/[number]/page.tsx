import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { EvalRunPage } from "@/components/evals/eval-run-page.tsx";
import { evalEndpoints } from "@/lib/contracts/evals.ts";
import { getEvalRun } from "@/lib/db/queries/get-eval-run.ts";
import { loadBases } from "@/lib/db/queries/load-bases.ts";
import { pageProject, readOrNotFound } from "@/lib/server/page-project.ts";

type PageProps = { params: Promise<{ project: string; number: string }> };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Eval run ${(await params).number}` };
}

export default async function EvalRun({ params }: PageProps) {
  const { ctx, project } = await pageProject((await params).project);
  const named = evalEndpoints.getEvalRun.params.safeParse(await params);
  if (!named.success) notFound();
  const run = await readOrNotFound(getEvalRun(ctx.db, project, { number: named.data.number }));
  const { baseOf } = await loadBases(ctx.db, project.id, run.releaseId === null ? [] : [run.releaseId]);
  const baseReleaseId = baseOf.get(run.releaseId ?? "") ?? null;
  return <EvalRunPage project={project.slug} run={run} baseReleaseId={baseReleaseId} />;
}
