"use client";

import { ChevronsUpDown, Plus } from "lucide-react";
import Link from "next/link";
import { Mark } from "@/components/layout/mark.tsx";
import { DropdownItem, DropdownLabel, DropdownMenu } from "@/components/ui/dropdown-menu.tsx";

export type ProjectLink = { slug: string; name: string };

/** Where a project is made, by those who may. */
export const NEW_PROJECT_PATH = "/account/new-project";

/** ProjectMenu: which project this is, and the way to the others. */
export function ProjectMenu({
  project,
  projects,
  mayAddProject = false,
}: {
  project: ProjectLink;
  projects: readonly ProjectLink[];
  mayAddProject?: boolean;
}) {
  return (
    <DropdownMenu
      align="start"
      className="w-52"
      trigger={
        <button
          type="button"
          aria-label={`Project ${project.name}, change`}
          className="flex h-9 w-full items-center gap-2 rounded-md px-2 text-left hover:bg-neutral-tint phone:h-11"
        >
          <Mark className="size-5" />
          <span className="min-w-0 flex-1 truncate font-semibold">{project.name}</span>
          <ChevronsUpDown aria-hidden className="size-3.5 text-neutral" />
        </button>
      }
    >
      <DropdownLabel>Projects</DropdownLabel>
      {projects.map((each) => (
        <DropdownItem key={each.slug} asChild>
          <Link href={`/${encodeURIComponent(each.slug)}`}>{each.name}</Link>
        </DropdownItem>
      ))}
      {mayAddProject ? (
        <DropdownItem asChild>
          <Link href={NEW_PROJECT_PATH}>
            <Plus aria-hidden />
            New project
          </Link>
        </DropdownItem>
      ) : null}
    </DropdownMenu>
  );
}
