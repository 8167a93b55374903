import type { Metadata } from "next";
import { NewProjectPage } from "@/components/projects/new-project-page.tsx";
import { firstProjectId } from "@/lib/db/queries/projects.ts";
import { mayManageInstallation } from "@/lib/domain/access/installation-admin.ts";
import { pageContext } from "@/lib/server/page-principal.ts";

export const metadata: Metadata = { title: "New project" };
export const dynamic = "force-dynamic";

export default async function Page() {
  const { db, principal } = await pageContext();
  const isAllowed = mayManageInstallation(principal, await firstProjectId(db));
  return <NewProjectPage isAllowed={isAllowed} />;
}
