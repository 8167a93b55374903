import type { Metadata } from "next";
import { ReconciliationsPage } from "@/components/reconciliations/reconciliations-page.tsx";
import { reconciliationEndpoints } from "@/lib/contracts/reconciliations.ts";
import { listReconciliations } from "@/lib/db/queries/list-reconciliations.ts";
import { pageProject, readQuery } from "@/lib/server/page-project.ts";

export const metadata: Metadata = { title: "Reconciliations" };

type PageProps = {
  params: Promise<{ project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function ReconciliationListPage({ params, searchParams }: PageProps) {
  const { ctx, project, viewer } = await pageProject((await params).project);
  const query = readQuery(reconciliationEndpoints.listReconciliations.query, await searchParams);
  const environments = await ctx.db.environment.findMany({
    where: { projectId: project.id },
    orderBy: { position: "asc" },
  });
  return (
    <ReconciliationsPage
      project={project.slug}
      environments={environments.map(({ name }) => name)}
      initial={await listReconciliations(ctx.db, project, query)}
      viewer={{
        id: viewer.id,
        recheck: viewer.refusal("reconciliation:recheck"),
        own: viewer.refusal("reconciliation:own"),
        propose: viewer.refusal("promotion:propose"),
        review: viewer.refusal("reconciliation:review"),
      }}
      historyRefusal={viewer.refusal("history:accept")}
    />
  );
}
