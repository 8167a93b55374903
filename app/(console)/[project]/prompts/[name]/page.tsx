import type { Metadata } from "next";
import { PromptPage } from "@/components/prompts/prompt-page.tsx";
import { getArtifact } from "@/lib/db/queries/get-artifact.ts";
import { pageProject, readOrNotFound } from "@/lib/server/page-project.ts";

type PageProps = { params: Promise<{ project: string; name: string }> };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Prompt ${decodeURIComponent((await params).name)}` };
}

export default async function Prompt({ params }: PageProps) {
  const { project: slug, name } = await params;
  const { ctx, project } = await pageProject(slug);
  const initial = await readOrNotFound(
    getArtifact(ctx.db, project, { kind: "prompt", name: decodeURIComponent(name) }),
  );
  return <PromptPage project={project.slug} initial={initial} />;
}
