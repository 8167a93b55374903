"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { listNavItems, navHref } from "@/components/layout/nav.ts";
import type { Shortcut } from "@/components/layout/shortcut-registry.ts";
import { addShortcut, useShortcut, useShortcutListener } from "@/components/layout/use-shortcut.ts";

const GROUP = "Everywhere";

/** A page marks its filter with data-filter; `/` goes there. */
function focusFilter(): void {
  document.querySelector<HTMLElement>("[data-filter]")?.focus();
}

/** useShellShortcuts: the keys that work on every page of a project. */
export function useShellShortcuts(project: string, open: { menu: () => void; keys: () => void }): void {
  const router = useRouter();
  useShortcutListener();
  useShortcut({ keys: "mod+k", label: "Find or paste an id", group: GROUP, onPress: open.menu });
  useShortcut({ keys: "/", label: "Go to the filter", group: GROUP, onPress: focusFilter });
  useShortcut({ keys: "?", label: "Show all keys", group: GROUP, onPress: open.keys });
  useEffect(() => {
    const shortcuts = listNavItems().flatMap((item): Shortcut[] =>
      item.keys
        ? [
            {
              keys: item.keys,
              label: item.label,
              group: GROUP,
              onPress: () => router.push(navHref(project, item)),
            },
          ]
        : [],
    );
    const removals = shortcuts.map(addShortcut);
    return () => {
      for (const remove of removals) remove();
    };
  }, [project, router]);
}
