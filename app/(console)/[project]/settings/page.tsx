import type { Metadata } from "next";
import { grantWords } from "@/components/settings/grants-words.ts";
import { SettingsPage } from "@/components/settings/settings-page.tsx";
import { gitHookAddress } from "@/lib/server/links.ts";
import { pageProject, readRequiredKinds } from "@/lib/server/page-project.ts";

export const metadata: Metadata = { title: "Settings" };

type PageProps = { params: Promise<{ project: string }> };

export default async function ProjectSettingsPage({ params }: PageProps) {
  const { ctx, project, viewer } = await pageProject((await params).project);
  const environments = await ctx.db.environment.findMany({
    where: { projectId: project.id },
    orderBy: { position: "asc" },
    select: { name: true },
  });
  const grants = ctx.principal.grants.get(project.id) ?? [];
  return (
    <SettingsPage
      project={project.slug}
      environments={environments.map(({ name }) => name)}
      requiredInGit={await readRequiredKinds(ctx, project)}
      viewer={{ id: viewer.id, name: viewer.name, email: ctx.principal.email, roles: grants.map(grantWords) }}
      refusals={{
        members: viewer.refusal("member:read"),
        keys: viewer.refusal("key:read"),
        manageMembers: viewer.refusal("member:manage"),
        manageKeys: viewer.refusal("key:manage"),
        manageProject: viewer.refusal("project:manage"),
        notifications: viewer.refusal("notification:read"),
        manageNotifications: viewer.refusal("notification:manage"),
        hook: viewer.refusal("hook:read"),
        manageHook: viewer.refusal("hook:manage"),
      }}
      hookAddress={project.gitHost === "local" ? null : gitHookAddress(project.slug)}
    />
  );
}
