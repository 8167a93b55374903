import { backoffMs } from "./backoff.ts";
import { type Endpoint, type FetchedSnapshot, fetchSnapshot, SnapshotRefused } from "./fetch-snapshot.ts";
import type { Snapshot } from "./snapshot.ts";

/** How often allocations are confirmed while the stream says when they change, and while there is no stream. */
const POLL_MS = 5_000;
const POLL_WITHOUT_STREAM_MS = 1_000;

export type LoopHandlers = {
  onSnapshot: (snapshot: Snapshot, ageMs: number) => void;
  onConfirmed: (ageMs: number) => void;
  onError: (error: unknown) => void;
  isStreaming: () => boolean;
  random: () => number;
};

export type SnapshotLoop = {
  /** Reads now; answers whether that worked. Calls during a read share the one that follows it. */
  refresh: () => Promise<boolean>;
  start: () => void;
  stop: () => void;
};

/** createSnapshotLoop polls the allocations: the poll is the truth, the stream only hurries it. */
export function createSnapshotLoop(endpoint: Endpoint, handlers: LoopHandlers): SnapshotLoop {
  let etag: string | null = null;
  let failures = 0;
  let waitMs = 0;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<boolean> | null = null;
  let isAskedAgain = false;

  const readOnce = async (): Promise<boolean> => {
    try {
      const answer: FetchedSnapshot = await fetchSnapshot(endpoint, etag);
      if (isStopped) return true;
      if (answer.changed) {
        handlers.onSnapshot(answer.snapshot, answer.ageMs);
        etag = answer.etag;
      } else handlers.onConfirmed(answer.ageMs);
      failures = 0;
      waitMs = handlers.isStreaming() ? POLL_MS : POLL_WITHOUT_STREAM_MS;
      return true;
    } catch (error) {
      const askedMs = error instanceof SnapshotRefused ? error.retryAfterMs : 0;
      waitMs = Math.max(askedMs, backoffMs(failures, handlers.random));
      failures += 1;
      handlers.onError(error);
      return false;
    }
  };
  const refresh = (): Promise<boolean> => {
    if (running !== null) {
      isAskedAgain = true;
      return running;
    }
    running = readOnce()
      .then((isRead) => {
        if (!isAskedAgain || isStopped) return isRead;
        isAskedAgain = false;
        return readOnce();
      })
      .finally(() => {
        running = null;
        schedule();
      });
    return running;
  };
  const schedule = () => {
    clearTimeout(timer);
    if (!isStopped) timer = setTimeout(() => void refresh(), waitMs).unref();
  };
  return {
    refresh,
    start: schedule,
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
