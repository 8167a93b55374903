import type { Metadata } from "next";
import { ReleaseListPage } from "@/components/releases/release-list-page.tsx";
import { releaseEndpoints } from "@/lib/contracts/releases.ts";
import { listReleases } from "@/lib/db/queries/list-releases.ts";
import { getRuntime } from "@/lib/server/context.ts";
import { pageProject, readQuery } from "@/lib/server/page-project.ts";

export const metadata: Metadata = { title: "Releases" };

type PageProps = {
  params: Promise<{ project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function ReleasesPage({ params, searchParams }: PageProps) {
  const { ctx, project, viewer } = await pageProject((await params).project);
  const query = readQuery(releaseEndpoints.listReleases.query, await searchParams);
  return (
    <ReleaseListPage
      project={project.slug}
      initial={await listReleases(ctx.db, project, query)}
      origin={getRuntime().env.publicUrl}
      composeRefusal={viewer.refusal("release:create")}
    />
  );
}
