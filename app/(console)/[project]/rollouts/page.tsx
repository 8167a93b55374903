import type { Metadata } from "next";
import { RolloutListPage } from "@/components/rollouts/rollout-list-page.tsx";
import { rolloutEndpoints } from "@/lib/contracts/rollouts.ts";
import { listRollouts } from "@/lib/db/queries/list-rollouts.ts";
import { pageProject, readQuery } from "@/lib/server/page-project.ts";

export const metadata: Metadata = { title: "Rollouts" };

type PageProps = {
  params: Promise<{ project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function RolloutsPage({ params, searchParams }: PageProps) {
  const { ctx, project } = await pageProject((await params).project);
  const query = readQuery(rolloutEndpoints.listRollouts.query, await searchParams);
  return <RolloutListPage project={project.slug} initial={await listRollouts(ctx.db, project, query)} />;
}
