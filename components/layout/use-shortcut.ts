"use client";

import { useEffect, useRef, useSyncExternalStore } from "react";
import { createShortcutRegistry, type Shortcut } from "@/components/layout/shortcut-registry.ts";

const registry = createShortcutRegistry();
const NONE: readonly Shortcut[] = [];

/** useShortcut: these keys do this while the component is on the page. No single key may approve or roll back. */
export function useShortcut(shortcut: Shortcut, isOn = true): void {
  const onPress = useRef(shortcut.onPress);
  useEffect(() => {
    onPress.current = shortcut.onPress;
  });
  const { keys, label, group, scope, priority } = shortcut;
  useEffect(() => {
    if (!isOn) return;
    return registry.add({ keys, label, group, scope, priority, onPress: () => onPress.current() });
  }, [keys, label, group, scope, priority, isOn]);
}

/** addShortcut is for lists of keys that a hook per key cannot carry; answers how to remove it. */
export function addShortcut(shortcut: Shortcut): () => void {
  return registry.add(shortcut);
}

/** useShortcutList: what the `?` sheet shows. */
export function useShortcutList(): readonly Shortcut[] {
  return useSyncExternalStore(registry.subscribe, registry.list, () => NONE);
}

function isTypingIn(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("input, textarea, select, [role=textbox]");
}

function isModalOpen(): boolean {
  return (
    document.querySelector('[role="dialog"][data-state="open"], [role="menu"][data-state="open"]') !== null
  );
}

/** useShortcutListener is mounted once, by the shell. */
export function useShortcutListener(): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || event.isComposing) return;
      const found = registry.match({
        key: event.key,
        hasMod: event.metaKey || event.ctrlKey,
        hasAlt: event.altKey,
        isTyping: isTypingIn(event.target),
        isModalOpen: isModalOpen(),
        atMs: event.timeStamp,
      });
      if (!found) return;
      event.preventDefault();
      found.onPress();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
}
