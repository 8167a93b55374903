"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { type Account, AccountMenu } from "@/components/layout/account-menu.tsx";
import {
  isCurrentItem,
  NAV_GROUPS,
  type NavCounts,
  type NavItem,
  navHref,
  SETTINGS_ITEM,
} from "@/components/layout/nav.ts";
import { type ProjectLink, ProjectMenu } from "@/components/layout/project-menu.tsx";
import { SearchBox } from "@/components/layout/search-box.tsx";
import { cn } from "@/components/ui/cn.ts";

export type SideNavProps = {
  project: ProjectLink;
  projects: readonly ProjectLink[];
  mayAddProject?: boolean;
  account: Account;
  counts?: NavCounts;
  onSignOut?: () => void;
  onSearch: () => void;
  /** A link was followed: the sheet of a phone closes. */
  onNavigate?: () => void;
};

type NavLinkProps = { item: NavItem; project: string; count?: number; onNavigate?: () => void };

function NavLink({ item, project, count, onNavigate }: NavLinkProps) {
  const isCurrent = isCurrentItem(usePathname(), item);
  return (
    <li>
      <Link
        href={navHref(project, item)}
        onClick={onNavigate}
        aria-current={isCurrent ? "page" : undefined}
        className={cn(
          "flex h-7.5 items-center gap-2.5 rounded-md px-2 text-neutral hover:bg-neutral-tint hover:text-fg phone:h-11",
          isCurrent && "bg-border/70 font-semibold text-fg hover:bg-border/70",
        )}
      >
        <item.icon aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
        <span className="flex-1 truncate">{item.label}</span>
        {count ? <span className="font-normal text-neutral">{count}</span> : null}
      </Link>
    </li>
  );
}

/** SideNav: project, search, pages in groups with what waits in them, account. */
export function SideNav(props: SideNavProps) {
  const { project, projects, account, counts = {}, onSignOut, onSearch, onNavigate } = props;
  return (
    <div className="flex h-full flex-col gap-3 px-2 py-2">
      <div className="flex flex-col gap-2">
        <ProjectMenu project={project} projects={projects} mayAddProject={props.mayAddProject} />
        <SearchBox onOpen={onSearch} />
      </div>
      <nav aria-label="Pages" className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto">
        {NAV_GROUPS.map((group) => (
          <div key={group.label ?? "main"}>
            {group.label ? <p className="px-2 pb-1 text-meta text-neutral">{group.label}</p> : null}
            <ul>
              {group.items.map((item) => (
                <NavLink
                  key={item.key}
                  item={item}
                  project={project.slug}
                  count={counts[item.key]}
                  onNavigate={onNavigate}
                />
              ))}
            </ul>
          </div>
        ))}
        <ul className="mt-auto">
          <NavLink item={SETTINGS_ITEM} project={project.slug} onNavigate={onNavigate} />
        </ul>
      </nav>
      <AccountMenu account={account} onSignOut={onSignOut} />
    </div>
  );
}
