"use client";

import type { Shortcut } from "@/components/layout/shortcut-registry.ts";
import { useShortcutList } from "@/components/layout/use-shortcut.ts";
import { Sheet } from "@/components/ui/dialog.tsx";
import { Kbd } from "@/components/ui/kbd.tsx";

function groupsOf(shortcuts: readonly Shortcut[]): [string, Shortcut[]][] {
  const groups = new Map<string, Map<string, Shortcut>>();
  for (const shortcut of shortcuts) {
    const name = shortcut.group ?? "This page";
    const group = groups.get(name) ?? new Map<string, Shortcut>();
    groups.set(name, group.set(shortcut.keys, shortcut));
  }
  return [...groups].map(([name, group]) => [name, [...group.values()]]);
}

type ShortcutSheetProps = { isOpen: boolean; onOpenChange: (isOpen: boolean) => void };

/** ShortcutSheet: all keys that do something here, now. */
export function ShortcutSheet({ isOpen, onOpenChange }: ShortcutSheetProps) {
  const shortcuts = useShortcutList();
  return (
    <Sheet isOpen={isOpen} onOpenChange={onOpenChange} title="Keyboard" className="w-80">
      {groupsOf(shortcuts).map(([name, group]) => (
        <section key={name} aria-label={name}>
          <h3 className="pb-1 text-meta text-neutral">{name}</h3>
          <ul>
            {group.map((shortcut) => (
              <li
                key={shortcut.keys}
                className="flex h-8 items-center justify-between gap-4 border-hair border-b"
              >
                <span className="truncate">{shortcut.label}</span>
                <span className="flex gap-1">
                  {shortcut.keys.split(" ").map((key) => (
                    <Kbd key={key}>{key.replace("mod+", "⌘ ")}</Kbd>
                  ))}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Sheet>
  );
}
