export type ShortcutScope = "page" | "modal";

export type Shortcut = {
  /** "mod+k", "/", "?", or a chord: "g r". */
  keys: string;
  label: string;
  group?: string;
  scope?: ShortcutScope;
  /** The higher one wins where two claim the same keys; the newer one among equals. */
  priority?: number;
  onPress: () => void;
};

export type KeyPress = {
  key: string;
  hasMod: boolean;
  hasAlt: boolean;
  isTyping: boolean;
  isModalOpen: boolean;
  atMs: number;
};

/** The second key of a chord must follow within this time. */
const CHORD_MS = 1_200;

/** createShortcutRegistry keeps what keys do now and finds the one shortcut that a key press means. */
export function createShortcutRegistry() {
  let shortcuts: readonly Shortcut[] = [];
  let pending: { key: string; atMs: number } | null = null;
  const listeners = new Set<() => void>();

  function publish(next: readonly Shortcut[]): void {
    shortcuts = next;
    for (const listener of listeners) listener();
  }

  function best(keys: string, scope: ShortcutScope): Shortcut | null {
    const matches = shortcuts.filter((each) => each.keys === keys && (each.scope ?? "page") === scope);
    return matches.reduce<Shortcut | null>(
      (winner, each) => ((each.priority ?? 0) >= (winner?.priority ?? -1) ? each : winner),
      null,
    );
  }

  return {
    add(shortcut: Shortcut): () => void {
      publish([...shortcuts, shortcut]);
      return () => publish(shortcuts.filter((each) => each !== shortcut));
    },
    list: () => shortcuts,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    /** match answers the shortcut to run, or null; single keys are off while somebody types. */
    match(press: KeyPress): Shortcut | null {
      const scope = press.isModalOpen ? "modal" : "page";
      const last = pending && press.atMs - pending.atMs <= CHORD_MS ? pending.key : null;
      pending = null;
      if (press.hasAlt) return null;
      const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
      if (press.hasMod) return best(`mod+${key}`, scope);
      if (press.isTyping) return null;
      const chord = last ? best(`${last} ${key}`, scope) : null;
      if (chord) return chord;
      const startsChord = shortcuts.some((each) => each.keys.startsWith(`${key} `));
      if (startsChord) pending = { key, atMs: press.atMs };
      return best(key, scope);
    },
  };
}
