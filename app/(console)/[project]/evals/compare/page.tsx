import type { Metadata } from "next";
import { ComparePrompt } from "@/components/comparison/compare-prompt.tsx";
import { ComparisonPage } from "@/components/comparison/comparison-page.tsx";
import { comparisonEndpoints } from "@/lib/contracts/comparisons.ts";
import { compareRuns } from "@/lib/db/queries/compare-runs.ts";
import { pageProject, readOrNotFound, readQuery } from "@/lib/server/page-project.ts";

export const metadata: Metadata = { title: "Compare eval runs" };

type PageProps = {
  params: Promise<{ project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function Compare({ params, searchParams }: PageProps) {
  const { ctx, project } = await pageProject((await params).project);
  const query = readQuery(comparisonEndpoints.compareRuns.query, await searchParams);
  const hasControl = query.control !== undefined || query.controlRelease !== undefined;
  const hasCandidate = query.candidate !== undefined || query.candidateRelease !== undefined;
  if (!hasControl || !hasCandidate) return <ComparePrompt project={project.slug} />;
  const answer = await readOrNotFound(compareRuns(ctx.db, project, query, ctx.now()));
  return <ComparisonPage project={project.slug} answer={answer} />;
}
