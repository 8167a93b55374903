type Listener = (message: string) => void;

const listeners = new Set<Listener>();

/** announce speaks a sentence to screen readers through the page's one live region (LiveRegion). */
export function announce(message: string): void {
  for (const listener of listeners) listener(message);
}

/** onAnnounce is for the region itself; answers how to stop. */
export function onAnnounce(listener: Listener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
