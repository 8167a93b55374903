import type { Logger } from "pino";
import type { ServedEnvironment } from "../db/queries/allocation-snapshot.ts";
import type { Flag } from "./flag.ts";
import { listenForChanges } from "./listen-for-changes.ts";
import { buildFlags, NO_FLAGS } from "./served-flags.ts";
import { createSingleFlight } from "./single-flight.ts";

const POLL_INTERVAL_MS = 1_000;
/** After this long without a successful read, answers are marked as stale. */
const STALE_AFTER_MS = 5_000;

export type AllocationSnapshot = {
  /** The flag of a key, in whichever project it is: callers check the project. */
  findFlag: (flagKey: string) => Flag | undefined;
  listFlags: (projectId: string, environment: string | null) => readonly Flag[];
  listEnvironments: (projectId: string, environment: string | null) => readonly ServedEnvironment[];
  projectSlug: (projectId: string) => string | null;
  /** Milliseconds since the last successful read; null before the first. */
  ageMs: () => number | null;
  isStale: () => boolean;
  /** Calls back after a read that found changes, with what changed. */
  onChange: (listener: (changed: readonly ServedEnvironment[]) => void) => void;
  /** Reads now; answers when a read that began after the call is done. Never throws. */
  refresh: () => Promise<void>;
  stop: () => Promise<void>;
};

type Options = {
  load: () => Promise<ServedEnvironment[]>;
  /** Where to LISTEN, past any pooler; null: only the poll. */
  listenUrl: string | null;
  logger: Logger;
  now: () => Date;
};

/**
 * startAllocationSnapshot keeps the allocations of all environments in memory, read every second and on every
 * notification. While Postgres is away the last read goes on being served.
 */
export function startAllocationSnapshot(options: Options): AllocationSnapshot {
  let flags = NO_FLAGS;
  let readAt: number | null = null;
  let isStopped = false;
  const listeners: ((changed: readonly ServedEnvironment[]) => void)[] = [];
  const read = async () => {
    try {
      flags = buildFlags(await options.load(), flags);
      if (readAt === null) options.logger.info({ flags: flags.byKey.size }, "allocations loaded");
      readAt = options.now().getTime();
    } catch (error) {
      if (!isStopped)
        options.logger.warn({ err: error }, "allocations could not be read; the last ones are served");
      return;
    }
    if (flags.changed.length > 0) for (const listener of listeners) listener(flags.changed);
  };
  const refresh = createSingleFlight(read);
  const timer = setInterval(() => void refresh(), POLL_INTERVAL_MS);
  const { listenUrl, logger } = options;
  const stopListening = listenUrl === null ? async () => {} : listenForChanges(listenUrl, refresh, logger);
  const ageMs = () => (readAt === null ? null : Math.max(0, options.now().getTime() - readAt));
  const listFlags = (projectId: string, environment: string | null) => {
    const all = flags.byProject.get(projectId) ?? [];
    return environment === null ? all : all.filter(({ served }) => served.environment === environment);
  };
  return {
    listFlags,
    ageMs,
    refresh,
    findFlag: (flagKey) => flags.byKey.get(flagKey),
    listEnvironments: (projectId, environment) =>
      listFlags(projectId, environment).flatMap(({ kind, served }) => (kind === "summary" ? served : [])),
    projectSlug: (projectId) => flags.byProject.get(projectId)?.[0]?.served.projectSlug ?? null,
    isStale: () => (ageMs() ?? Number.POSITIVE_INFINITY) > STALE_AFTER_MS,
    onChange: (listener) => void listeners.push(listener),
    stop: async () => {
      isStopped = true;
      clearInterval(timer);
      await stopListening();
    },
  };
}
