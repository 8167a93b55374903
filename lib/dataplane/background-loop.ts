import type { Logger } from "pino";

export type BackgroundLoop = { stop: () => Promise<void> };

/**
 * startBackgroundLoop does a piece of work again and again, the first time at once, with a pause in between that the
 * work may choose (ms). A round that fails is logged and tried again; `stop` waits for the round under way.
 */
export function startBackgroundLoop(
  name: string,
  pauseMs: number,
  logger: Logger,
  work: () => Promise<number | undefined>,
): BackgroundLoop {
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;
  let running = Promise.resolve();
  const round = () => {
    running = work()
      .catch((error: unknown) => {
        // Errors of the driver may carry rows: only what happened is logged.
        const code = error instanceof Error && "code" in error ? String(error.code) : undefined;
        logger.warn(
          { loop: name, error: error instanceof Error ? error.name : "unknown", code },
          "a round failed",
        );
        return undefined;
      })
      .then((chosenMs) => {
        if (!isStopping) timer = setTimeout(round, chosenMs ?? pauseMs);
      });
  };
  round();
  return {
    stop: async () => {
      isStopping = true;
      clearTimeout(timer);
      await running;
    },
  };
}
