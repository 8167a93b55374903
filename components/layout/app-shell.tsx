"use client";

import { Menu, Search } from "lucide-react";
import { type ReactNode, useState } from "react";
import type { Account } from "@/components/layout/account-menu.tsx";
import { CommandMenu } from "@/components/layout/command-menu.tsx";
import { CrumbBar } from "@/components/layout/crumb-bar.tsx";
import { Mark } from "@/components/layout/mark.tsx";
import type { NavCounts } from "@/components/layout/nav.ts";
import type { ProjectLink } from "@/components/layout/project-menu.tsx";
import {
  ReconciliationBanner,
  type ReconciliationBannerProps,
} from "@/components/layout/reconciliation-banner.tsx";
import { ShortcutSheet } from "@/components/layout/shortcut-sheet.tsx";
import { SideNav, type SideNavProps } from "@/components/layout/side-nav.tsx";
import { useShellShortcuts } from "@/components/layout/use-shell-shortcuts.ts";
import { Button } from "@/components/ui/button.tsx";
import { Sheet } from "@/components/ui/dialog.tsx";

export type AppShellProps = {
  project: ProjectLink & { isDemo: boolean };
  projects: readonly ProjectLink[];
  mayAddProject?: boolean;
  account: Account;
  counts?: NavCounts;
  /** One per open reconciliation; `key` is its environment. */
  banners?: readonly ReconciliationBannerProps[];
  workerLateSince?: string | null;
  onSignOut?: () => void;
  children: ReactNode;
};

type TopBarProps = { nav: Omit<SideNavProps, "onNavigate">; name: string; onSearch: () => void };

function TopBar({ nav, name, onSearch }: TopBarProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <nav aria-label="Top bar" className="flex h-12 items-center gap-2 border-b bg-surface px-2 md:hidden">
      <Sheet
        side="left"
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title="Menu"
        className="bg-surface"
        trigger={
          <Button variant="ghost" size="lg" shape="icon" aria-label="Menu">
            <Menu aria-hidden />
          </Button>
        }
      >
        <div className="-mx-2 min-h-0 flex-1">
          <SideNav
            {...nav}
            onNavigate={() => setIsOpen(false)}
            onSearch={() => {
              setIsOpen(false);
              onSearch();
            }}
          />
        </div>
      </Sheet>
      <Mark className="size-5" />
      <span className="min-w-0 flex-1 truncate font-semibold">{name}</span>
      <Button variant="ghost" size="lg" shape="icon" aria-label="Find or paste an id" onClick={onSearch}>
        <Search aria-hidden />
      </Button>
    </nav>
  );
}

/** AppShell: nav, banners, crumbs and keys around every page of a project. */
export function AppShell(props: AppShellProps) {
  const { project, projects, account, counts, banners = [], workerLateSince, onSignOut, children } = props;
  const [isMenuOpen, setIsMenuOpen] = useState(false);
  const [isKeysOpen, setIsKeysOpen] = useState(false);
  const openMenu = () => setIsMenuOpen(true);
  useShellShortcuts(project.slug, { menu: openMenu, keys: () => setIsKeysOpen(true) });
  const { mayAddProject } = props;
  const nav = { project, projects, mayAddProject, account, counts, onSignOut, onSearch: openMenu };
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[216px_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:border focus:bg-bg focus:px-3 focus:py-2"
      >
        Skip to content
      </a>
      <aside aria-label="Navigation" className="sticky top-0 h-dvh border-r bg-surface max-md:hidden">
        <SideNav {...nav} />
      </aside>
      <div className="flex min-w-0 flex-col">
        <TopBar nav={nav} name={project.name} onSearch={openMenu} />
        {banners.map((banner) => (
          <ReconciliationBanner key={banner.environment} {...banner} />
        ))}
        <CrumbBar projectName={project.name} isDemo={project.isDemo} workerLateSince={workerLateSince} />
        <main
          id="content"
          tabIndex={-1}
          className="w-full max-w-[1440px] flex-1 px-6 py-5 outline-none phone:px-4"
        >
          {children}
        </main>
      </div>
      <CommandMenu project={project.slug} isOpen={isMenuOpen} onOpenChange={setIsMenuOpen} />
      <ShortcutSheet isOpen={isKeysOpen} onOpenChange={setIsKeysOpen} />
    </div>
  );
}
