import type { Metadata } from "next";
import { EvalListPage } from "@/components/evals/eval-list-page.tsx";
import { evalEndpoints } from "@/lib/contracts/evals.ts";
import { listEvalRuns } from "@/lib/db/queries/list-eval-runs.ts";
import { getRuntime } from "@/lib/server/context.ts";
import { pageProject, readQuery } from "@/lib/server/page-project.ts";

export const metadata: Metadata = { title: "Evals" };

type PageProps = {
  params: Promise<{ project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function EvalsPage({ params, searchParams }: PageProps) {
  const { ctx, project } = await pageProject((await params).project);
  const query = readQuery(evalEndpoints.listEvalRuns.query, await searchParams);
  return (
    <EvalListPage
      project={project.slug}
      initial={await listEvalRuns(ctx.db, project, query)}
      origin={getRuntime().env.publicUrl}
    />
  );
}
