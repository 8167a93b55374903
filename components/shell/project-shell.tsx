"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useEffect } from "react";
import type { Account } from "@/components/layout/account-menu.tsx";
import { AppShell } from "@/components/layout/app-shell.tsx";
import type { ProjectLink } from "@/components/layout/project-menu.tsx";
import { useTitleCount } from "@/components/layout/use-title-count.ts";
import { OwnerActions } from "@/components/reconciliations/owner-actions.tsx";
import { bannerOf } from "@/components/shell/banner-of.ts";
import { rememberProject } from "@/components/shell/last-project.ts";
import { describeProblem } from "@/components/shell/problem-card.tsx";
import { PullRequestPages } from "@/components/shell/pull-request-link.tsx";
import { useAct, useEndpoint } from "@/components/shell/use-endpoint.ts";
import { toast } from "@/components/ui/toast-store.ts";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";
import { promotionEndpoints } from "@/lib/contracts/promotions.ts";
import { reconciliationEndpoints } from "@/lib/contracts/reconciliations.ts";
import { sessionEndpoints } from "@/lib/contracts/session.ts";

const REFETCH_MS = 5_000;
const BANNER_BUTTON = "border-warn-edge bg-transparent phone:hidden";

type ProjectShellProps = {
  project: ProjectLink & { isDemo: boolean };
  projects: readonly ProjectLink[];
  mayAddProject: boolean;
  account: Account;
  openPromotions: ResponseOf<typeof promotionEndpoints.listPromotions>;
  openReconciliations: ResponseOf<typeof reconciliationEndpoints.listReconciliations>;
  /** Where the git host shows a pull request, its number to be added; null for a host without pages. */
  pullBase: string | null;
  viewer: { id: string; own: string | null };
  workerLateSince: string | null;
  children: ReactNode;
};

/** ProjectShell is the frame of a project's pages; its counts and banners stay current by themselves. */
export function ProjectShell(props: ProjectShellProps) {
  const { project, projects, account, children } = props;
  const router = useRouter();
  const params = { project: project.slug };
  const promotions = useEndpoint(
    promotionEndpoints.listPromotions,
    { params, query: { state: "open", limit: 100 } },
    { initialData: props.openPromotions, refetchMs: REFETCH_MS * 2 },
  );
  const reconciliations = useEndpoint(
    reconciliationEndpoints.listReconciliations,
    { params, query: { state: "open" } },
    { initialData: props.openReconciliations, refetchMs: REFETCH_MS },
  );
  const open = reconciliations.data?.items ?? [];
  useTitleCount(open.length);
  const signOut = useAct(sessionEndpoints.deleteSession);
  useEffect(() => rememberProject(project.slug), [project.slug]);

  function leave() {
    signOut.mutate(
      {},
      {
        onSuccess: () => {
          router.push("/sign-in");
          router.refresh();
        },
        onError: (error) => toast({ title: describeProblem(error).title, tone: "bad" }),
      },
    );
  }

  return (
    <AppShell
      project={project}
      projects={projects}
      mayAddProject={props.mayAddProject}
      account={account}
      counts={{
        promotions: promotions.data?.items.length ?? 0,
        reconciliations: open.length,
      }}
      banners={open.map((row) => ({
        ...bannerOf(project.slug, row, props.pullBase),
        // Whoever may not act here reads why on the page that the banner leads to, not on every page.
        actions:
          props.viewer.own === null ? (
            <OwnerActions
              project={project.slug}
              row={row}
              viewer={props.viewer}
              className={BANNER_BUTTON}
              wrapperClassName="phone:hidden"
            />
          ) : null,
      }))}
      workerLateSince={props.workerLateSince}
      onSignOut={leave}
    >
      <PullRequestPages base={props.pullBase}>{children}</PullRequestPages>
    </AppShell>
  );
}
