/** Keeps what was asked for last, so that the same question is not asked twice. A failed answer is not kept. */
export type Recent<T> = (key: string, make: () => Promise<T>) => Promise<T>;

/** createRecent keeps at most `limit` answers and drops the one that was not asked for longest. */
export function createRecent<T>(limit: number): Recent<T> {
  const kept = new Map<string, Promise<T>>();
  return (key, make) => {
    const found = kept.get(key) ?? make();
    kept.delete(key);
    kept.set(key, found);
    found.catch(() => kept.delete(key));
    for (const oldest of kept.keys()) {
      if (kept.size <= limit) break;
      kept.delete(oldest);
    }
    return found;
  };
}
