import type { Metadata } from "next";
import { EnvironmentPage } from "@/components/environments/environment-page.tsx";
import { servedBy } from "@/components/environments/served.ts";
import { getEnvironment } from "@/lib/db/queries/get-environment.ts";
import { releaseAuthorIds } from "@/lib/db/queries/release-authors.ts";
import { pageProject, readOrNotFound } from "@/lib/server/page-project.ts";

type PageProps = { params: Promise<{ project: string; environment: string }> };

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: (await params).environment };
}

export default async function EnvironmentDetailPage({ params }: PageProps) {
  const { project: slug, environment: name } = await params;
  const { ctx, project, viewer } = await pageProject(slug);
  const environment = await readOrNotFound(getEnvironment(ctx.db, project.id, name, ctx.now()));
  const served = servedBy(environment.served);
  const authors = served === null ? new Set<string>() : await releaseAuthorIds(ctx.db, project.id, served);
  return (
    <EnvironmentPage
      project={project.slug}
      initial={environment}
      authorOf={authors.has(viewer.id) ? served : null}
      refusals={{
        knownGood: viewer.refusal("environment:known-good", name),
        lift: viewer.refusal("quarantine:lift"),
        history: viewer.refusal("history:accept"),
        freeze: viewer.refusal("environment:freeze", name),
      }}
      viewer={{
        id: viewer.id,
        recheck: viewer.refusal("reconciliation:recheck"),
        own: viewer.refusal("reconciliation:own"),
        propose: viewer.refusal("promotion:propose"),
        review: viewer.refusal("reconciliation:review", name),
      }}
    />
  );
}
