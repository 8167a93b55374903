import type { Metadata } from "next";
import { AuditPage } from "@/components/audit/audit-page.tsx";
import { AuditRefused } from "@/components/audit/audit-refused.tsx";
import { auditEndpoints } from "@/lib/contracts/audit.ts";
import { listAudit } from "@/lib/db/queries/list-audit.ts";
import { pageProject, readQuery } from "@/lib/server/page-project.ts";

export const metadata: Metadata = { title: "Audit log" };

type PageProps = {
  params: Promise<{ project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function ProjectAuditPage({ params, searchParams }: PageProps) {
  const { ctx, project, viewer } = await pageProject((await params).project);
  const refusal = viewer.refusal("audit:read");
  if (refusal !== null) return <AuditRefused refusal={refusal} />;
  const query = readQuery(auditEndpoints.listAudit.query, await searchParams);
  return (
    <AuditPage
      project={project.slug}
      initial={await listAudit(ctx.db, project, query, ctx.now())}
      exportRefusal={viewer.refusal("audit:export")}
    />
  );
}
