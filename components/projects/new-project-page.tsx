import Link from "next/link";
import { Page } from "@/components/layout/page.tsx";
import { NewProjectForm } from "@/components/projects/new-project-form.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";

/** NewProjectPage: one more project, for those who manage the installation. */
export function NewProjectPage({ isAllowed }: { isAllowed: boolean }) {
  return (
    <main className="mx-auto max-w-3xl px-6 py-8 phone:px-4">
      <Page>
        <PageHead
          title="New project"
          description={
            <Link className="underline" href="/">
              Back to the project
            </Link>
          }
        />
        {isAllowed ? (
          <NewProjectForm />
        ) : (
          <EmptyState title="You may not make projects">
            Only an admin of the installation's first project can do this.
          </EmptyState>
        )}
      </Page>
    </main>
  );
}
