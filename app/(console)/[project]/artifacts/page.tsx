import type { Metadata } from "next";
import { ArtifactListPage } from "@/components/artifacts/artifact-list-page.tsx";
import { artifactEndpoints } from "@/lib/contracts/artifacts.ts";
import { modelEndpoints } from "@/lib/contracts/models.ts";
import { getRepository } from "@/lib/db/queries/get-repository.ts";
import { listArtifacts } from "@/lib/db/queries/list-artifacts.ts";
import { listUnregisteredPrompts } from "@/lib/db/queries/list-unregistered-prompts.ts";
import { pageProject, readQuery } from "@/lib/server/page-project.ts";

export const metadata: Metadata = { title: "Artifacts" };

type PageProps = {
  params: Promise<{ project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function ArtifactsPage({ params, searchParams }: PageProps) {
  const { ctx, project } = await pageProject((await params).project);
  const query = readQuery(artifactEndpoints.listArtifacts.query, await searchParams);
  const { days } = readQuery(modelEndpoints.listUnregisteredPrompts.query, {});
  return (
    <ArtifactListPage
      project={project.slug}
      initial={await listArtifacts(ctx.db, project, query)}
      repository={await getRepository(ctx.db, project)}
      unregistered={await listUnregisteredPrompts(ctx.db, project, { days, now: ctx.now() })}
    />
  );
}
