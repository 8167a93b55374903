import type { Metadata } from "next";
import { RequestsPage } from "@/components/requests/requests-page.tsx";
import { pageProject } from "@/lib/server/page-project.ts";

export const metadata: Metadata = { title: "Requests" };

type PageProps = { params: Promise<{ project: string }> };

/** OTLP's own default port on this machine; whoever runs the data plane elsewhere puts its address there. */
const DATA_PLANE_URL = "http://127.0.0.1:4318";

export default async function RequestListPage({ params }: PageProps) {
  const { ctx, project } = await pageProject((await params).project);
  const environments = await ctx.db.environment.findMany({
    where: { projectId: project.id },
    orderBy: { position: "asc" },
  });
  return (
    <RequestsPage
      project={project.slug}
      environments={environments.map(({ name }) => name)}
      dataPlaneUrl={DATA_PLANE_URL}
    />
  );
}
