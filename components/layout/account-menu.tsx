"use client";

import { LogOut, UserRound } from "lucide-react";
import Link from "next/link";
import { ThemeSwitch } from "@/components/layout/theme-switch.tsx";
import { DropdownItem, DropdownMenu, DropdownSeparator } from "@/components/ui/dropdown-menu.tsx";

export type Account = { name: string; email?: string; roles: readonly string[] };

function initialsOf(name: string): string {
  const words = name.split(/[\s.]+/).filter(Boolean);
  return ((words[0]?.[0] ?? "?") + (words.length > 1 ? (words.at(-1)?.[0] ?? "") : "")).toUpperCase();
}

/** AccountMenu: who one is here, with which roles; theme; sign out. */
export function AccountMenu({ account, onSignOut }: { account: Account; onSignOut?: () => void }) {
  const roles = account.roles.join(", ") || "no role";
  return (
    <DropdownMenu
      align="start"
      side="top"
      className="w-52"
      trigger={
        <button
          type="button"
          className="flex h-8 w-full items-center gap-2 rounded-md px-2 text-left hover:bg-neutral-tint phone:h-11"
        >
          <span
            aria-hidden
            className="inline-flex size-5 shrink-0 items-center justify-center rounded-full bg-neutral-tint text-[9px] text-neutral"
          >
            {initialsOf(account.name)}
          </span>
          <span className="min-w-0 flex-1 truncate">{account.name}</span>
          <span className="max-w-20 truncate text-meta text-neutral" title={roles}>
            {account.roles[0] ?? "no role"}
            {account.roles.length > 1 ? ` +${account.roles.length - 1}` : ""}
          </span>
        </button>
      }
    >
      <div className="px-2 py-1">
        <p className="truncate font-semibold">{account.name}</p>
        {account.email ? <p className="truncate text-meta text-neutral">{account.email}</p> : null}
        <p className="text-meta text-neutral">{roles}</p>
      </div>
      <DropdownSeparator />
      <DropdownItem asChild>
        <Link href="/account">
          <UserRound aria-hidden />
          Your account and sessions
        </Link>
      </DropdownItem>
      <ThemeSwitch />
      {onSignOut ? (
        <>
          <DropdownSeparator />
          <DropdownItem onSelect={onSignOut}>
            <LogOut aria-hidden />
            Sign out
          </DropdownItem>
        </>
      ) : null}
    </DropdownMenu>
  );
}
