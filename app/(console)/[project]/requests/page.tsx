import type { Metadata } from "next";
import { Page } from "@/components/layout/page.tsx";
import { RequestSearch } from "@/components/lineage/request-search.tsx";
import { SendFirstSpan } from "@/components/lineage/send-first-span.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { pageProject } from "@/lib/server/page-project.ts";

export const metadata: Metadata = { title: "Lineage" };

type PageProps = { params: Promise<{ project: string }> };

/** OTLP's own default port on this machine; whoever runs the data plane elsewhere puts its address there. */
const DATA_PLANE_URL = "http://127.0.0.1:4318";

export default async function RequestsPage({ params }: PageProps) {
  const { project } = await pageProject((await params).project);
  return (
    <Page>
      <PageHead
        title="Lineage"
        description="From one request to every input that shaped its answer, who let it out, and on what evidence."
      />
      <RequestSearch project={project.slug} />
      <SendFirstSpan project={project.slug} dataPlaneUrl={DATA_PLANE_URL} />
    </Page>
  );
}
