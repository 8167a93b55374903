import type { Metadata } from "next";
import { ServedPage } from "@/components/served/served-page.tsx";
import { pageProject } from "@/lib/server/page-project.ts";

export const metadata: Metadata = { title: "What was served" };

type PageProps = { params: Promise<{ project: string }> };

export default async function ProjectServedPage({ params }: PageProps) {
  const { ctx, project, viewer } = await pageProject((await params).project);
  const environments = await ctx.db.environment.findMany({
    where: { projectId: project.id },
    orderBy: { position: "asc" },
  });
  return (
    <ServedPage
      project={project.slug}
      environments={environments.map(({ name }) => name)}
      openedAt={ctx.now().toISOString()}
      auditRefusal={viewer.refusal("audit:read")}
    />
  );
}
