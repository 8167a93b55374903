import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { LAST_PROJECT_COOKIE } from "@/components/shell/last-project.ts";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { listProjects } from "@/lib/db/queries/projects.ts";
import { pageContext } from "@/lib/server/page-principal.ts";

export const dynamic = "force-dynamic";

/** `/` leads to the project that was looked at last, or to the first one. */
export default async function HomePage() {
  const ctx = await pageContext();
  const projects = await listProjects(ctx.db, ctx.principal);
  const last = (await cookies()).get(LAST_PROJECT_COOKIE)?.value;
  const project = projects.find(({ slug }) => slug === last) ?? projects[0];
  if (project) redirect(`/${project.slug}`);
  return (
    <main className="mx-auto max-w-2xl px-6 py-16">
      <h1 className="sr-only">Tupelo</h1>
      <EmptyState title="You belong to no project yet">
        {`Ask an admin of a project for an invite link, and open it signed in as ${ctx.principal.email}.`}
      </EmptyState>
    </main>
  );
}
