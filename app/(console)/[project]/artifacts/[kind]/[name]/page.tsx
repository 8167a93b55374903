import type { Metadata } from "next";
import { ArtifactPage } from "@/components/artifacts/artifact-page.tsx";
import { getArtifact } from "@/lib/db/queries/get-artifact.ts";
import { findKind } from "@/lib/domain/artifacts/index.ts";
import { pageProject, readOrNotFound } from "@/lib/server/page-project.ts";

type PageProps = { params: Promise<{ project: string; kind: string; name: string }> };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { kind, name } = await params;
  return { title: `${findKind(kind)?.label ?? kind} ${decodeURIComponent(name)}` };
}

export default async function Artifact({ params }: PageProps) {
  const { project: slug, kind, name } = await params;
  const { ctx, project } = await pageProject(slug);
  const initial = await readOrNotFound(
    getArtifact(ctx.db, project, { kind, name: decodeURIComponent(name) }),
  );
  return <ArtifactPage project={project.slug} initial={initial} kindLabel={findKind(kind)?.label ?? kind} />;
}
