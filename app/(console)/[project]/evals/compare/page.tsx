import type { Metadata } from "next";
import { ComparePrompt } from "@/components/comparison/compare-prompt.tsx";
import { ComparisonPage } from "@/components/comparison/comparison-page.tsx";
import { NothingToCompare } from "@/components/comparison/nothing-to-compare.tsx";
import { type Comparison, comparisonEndpoints } from "@/lib/contracts/comparisons.ts";
import { compareRuns } from "@/lib/db/queries/compare-runs.ts";
import { AppError } from "@/lib/domain/errors.ts";
import { pageProject, readQuery } from "@/lib/server/page-project.ts";

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
  const answer = await orSentence(compareRuns(ctx.db, project, query, ctx.now()));
  if (typeof answer !== "string") return <ComparisonPage project={project.slug} answer={answer} />;
  const releaseIds = [query.controlRelease, query.candidateRelease].filter((id) => id !== undefined);
  return <NothingToCompare project={project.slug} sentence={answer} releaseIds={releaseIds} />;
}

/** The reader is a member here: a missing run is told in words, not as a page that does not exist. */
async function orSentence(reading: Promise<Comparison>): Promise<Comparison | string> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof AppError && error.code === "not-found") return error.detail;
    throw error;
  }
}
