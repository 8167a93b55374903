"use client";

import { ChevronsUpDown } from "lucide-react";
import Link from "next/link";
import { Mark } from "@/components/layout/mark.tsx";
import { DropdownItem, DropdownLabel, DropdownMenu } from "@/components/ui/dropdown-menu.tsx";

export type ProjectLink = { slug: string; name: string };

/** ProjectMenu: which project this is, and the way to the others. */
export function ProjectMenu({
  project,
  projects,
}: {
  project: ProjectLink;
  projects: readonly ProjectLink[];
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
    </DropdownMenu>
  );
}
