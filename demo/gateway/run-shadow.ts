/** Runs what no user sees. */
export type ShadowRunner = {
  /** Starts work and does not wait; answers whether there was room for it. */
  start: (work: () => Promise<void>) => boolean;
  /** Answers when all that was started is over. */
  settled: () => Promise<void>;
};

/**
 * createShadowRunner keeps shadows away from users: they are started after the answer, nobody waits for them, what they
 * throw stays here, and where too many run already the next one is left out rather than queued.
 */
export function createShadowRunner(limit: number, onError: (error: unknown) => void): ShadowRunner {
  const running = new Set<Promise<void>>();
  return {
    start: (work) => {
      if (running.size >= limit) return false;
      const run = new Promise<void>((resolve) => setImmediate(resolve))
        .then(work)
        .catch(onError)
        .finally(() => running.delete(run));
      running.add(run);
      return true;
    },
    settled: async () => {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
