/** Runs a task when there is room for it, in the order in which tasks came. */
export type Lane = <T>(task: () => Promise<T>) => Promise<T>;

/** createLane runs at most `width` tasks at once. */
export function createLane(width: number): Lane {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running < width) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
