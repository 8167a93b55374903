import type { Metadata } from "next";
import { RollbackPage } from "@/components/rollback/rollback-page.tsx";
import { getEnvironment } from "@/lib/db/queries/get-environment.ts";
import { pageProject, readOrNotFound } from "@/lib/server/page-project.ts";

type PageProps = { params: Promise<{ project: string; environment: string }> };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Roll back ${(await params).environment}` };
}

export default async function EnvironmentRollbackPage({ params }: PageProps) {
  const { project: slug, environment: name } = await params;
  const { ctx, project, viewer } = await pageProject(slug);
  const environment = await readOrNotFound(getEnvironment(ctx.db, project.id, name, ctx.now()));
  const sync = await ctx.db.repositorySync.findUnique({ where: { projectId: project.id } });
  return (
    <RollbackPage
      project={project.slug}
      initial={environment}
      roleRefusal={viewer.refusal("environment:rollback", name)}
      email={ctx.principal.email}
      git={{ checkedAt: sync?.checkedAt?.toISOString() ?? null, error: sync?.lastError ?? null }}
    />
  );
}
