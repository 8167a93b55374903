import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ProjectShell } from "@/components/shell/project-shell.tsx";
import { listPromotions } from "@/lib/db/queries/list-promotions.ts";
import { listReconciliations } from "@/lib/db/queries/list-reconciliations.ts";
import { firstProjectId, listProjects } from "@/lib/db/queries/projects.ts";
import { mayManageInstallation } from "@/lib/domain/access/installation-admin.ts";
import { pullRequestPages } from "@/lib/domain/gitops/pull-request-pages.ts";
import { getRuntime } from "@/lib/server/context.ts";
import { pageProject } from "@/lib/server/page-project.ts";

export const dynamic = "force-dynamic";

type LayoutProps = { children: ReactNode; params: Promise<{ project: string }> };

/** A worker that has been silent for this long is late. */
const LATE_AFTER_MS = 30_000;

export async function generateMetadata({ params }: LayoutProps): Promise<Metadata> {
  const { project } = await params;
  return { title: { default: project, template: `%s · ${project}` } };
}

export default async function ProjectLayout({ children, params }: LayoutProps) {
  const { ctx, project, viewer } = await pageProject((await params).project);
  const { principal, db } = ctx;
  const projects = await listProjects(db, principal);
  const openPromotions = await listPromotions(db, project, { state: "open", limit: 100 });
  const openReconciliations = await listReconciliations(db, project, { state: "open" });
  const beat = await db.workerBeat.findFirst({ orderBy: { beatAt: "desc" } });
  const isLate = beat !== null && ctx.now().getTime() - beat.beatAt.getTime() > LATE_AFTER_MS;
  const grants = principal.grants.get(project.id) ?? [];
  return (
    <ProjectShell
      project={{ slug: project.slug, name: project.name, isDemo: project.isDemo }}
      projects={projects.map(({ slug, name }) => ({ slug, name }))}
      mayAddProject={mayManageInstallation(principal, await firstProjectId(db))}
      account={{
        name: principal.name,
        email: principal.email,
        roles: grants.map(({ role, environment }) => (environment ? `${role} in ${environment}` : role)),
      }}
      openPromotions={openPromotions}
      openReconciliations={openReconciliations}
      pullBase={pullRequestPages(project, getRuntime().env.githubApiUrl)}
      viewer={{ id: viewer.id, own: viewer.refusal("reconciliation:own") }}
      workerLateSince={isLate ? beat.beatAt.toISOString() : null}
    >
      {children}
    </ProjectShell>
  );
}
