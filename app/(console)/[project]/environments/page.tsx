import type { Metadata } from "next";
import { EnvironmentListPage } from "@/components/environments/environment-list-page.tsx";
import { listEnvironments } from "@/lib/db/queries/get-environment.ts";
import { pageProject } from "@/lib/server/page-project.ts";

export const metadata: Metadata = { title: "Environments" };

type PageProps = { params: Promise<{ project: string }> };

export default async function EnvironmentsPage({ params }: PageProps) {
  const { ctx, project } = await pageProject((await params).project);
  return (
    <EnvironmentListPage
      project={project.slug}
      initial={await listEnvironments(ctx.db, project.id, ctx.now())}
    />
  );
}
