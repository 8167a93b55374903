import pg from "pg";
import type { Logger } from "pino";
import type { ServedEnvironment } from "../db/queries/allocation-snapshot.ts";

/** Two flags per environment, because OpenFeature's clients are typed: the whole summary, or the id alone. */
export type Flag = { kind: "summary" | "release_id"; served: ServedEnvironment };

/** A notification on this channel only hurries the next read; the poll is the truth. */
export const ALLOCATION_CHANNEL = "allocation_changed";

const POLL_INTERVAL_MS = 1_000;
/** After this long without a successful read, answers are marked as stale. */
const STALE_AFTER_MS = 5_000;

export type AllocationSnapshot = {
  /** The flag of a key, in whichever project it is: callers check the project. */
  findFlag: (flagKey: string) => Flag | undefined;
  listFlags: (projectId: string, environment: string | null) => { key: string; flag: Flag }[];
  projectSlug: (projectId: string) => string | null;
  /** Milliseconds since the last successful read; null before the first. */
  ageMs: () => number | null;
  isStale: () => boolean;
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
  let flags = new Map<string, Flag>();
  let readAt: number | null = null;
  let isStopped = false;
  const read = async () => {
    try {
      flags = buildFlags(await options.load());
      if (readAt === null) options.logger.info({ flags: flags.size }, "allocations loaded");
      readAt = options.now().getTime();
    } catch (error) {
      if (!isStopped)
        options.logger.warn({ err: error }, "allocations could not be read; the last ones are served");
    }
  };
  const refresh = createSingleFlight(read);
  const timer = setInterval(() => void refresh(), POLL_INTERVAL_MS);
  const stopListening =
    options.listenUrl === null ? async () => {} : listen(options.listenUrl, refresh, options.logger);
  const ageMs = () => (readAt === null ? null : Math.max(0, options.now().getTime() - readAt));
  return {
    findFlag: (flagKey) => flags.get(flagKey),
    listFlags: (projectId, environment) =>
      [...flags].flatMap(([key, flag]) => (isVisible(flag, projectId, environment) ? [{ key, flag }] : [])),
    projectSlug: (projectId) =>
      [...flags.values()].find((flag) => flag.served.projectId === projectId)?.served.projectSlug ?? null,
    ageMs,
    isStale: () => (ageMs() ?? Number.POSITIVE_INFINITY) > STALE_AFTER_MS,
    refresh,
    stop: async () => {
      isStopped = true;
      clearInterval(timer);
      await stopListening();
    },
  };
}

/** isVisible says whether a key of a project (and perhaps one environment) may see a flag. */
export function isVisible(flag: Flag, projectId: string, environment: string | null): boolean {
  return (
    flag.served.projectId === projectId && (environment === null || flag.served.environment === environment)
  );
}

function buildFlags(environments: readonly ServedEnvironment[]): Map<string, Flag> {
  const flags = new Map<string, Flag>();
  for (const served of environments) {
    const key = `${served.projectSlug}.${served.environment}`;
    flags.set(key, { kind: "summary", served });
    flags.set(`${key}.release_id`, { kind: "release_id", served });
  }
  return flags;
}

/** One read at a time, and one more after it when asked meanwhile: a late answer never overwrites a newer one. */
function createSingleFlight(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const start = () => {
    running = work().finally(() => {
      running = null;
    });
    return running;
  };
  return () => {
    if (running === null) return start();
    next ??= running.then(() => {
      next = null;
      return start();
    });
    return next;
  };
}

const RECONNECT_MS = 1_000;

/** Listens on a connection of its own and opens another when it breaks. Returns how to stop. */
function listen(url: string, onNotice: () => void, logger: Logger): () => Promise<void> {
  let client: pg.Client | null = null;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  const connect = async () => {
    const opened = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000, keepAlive: true });
    client = opened;
    const retry = () => {
      if (isStopped || client !== opened) return;
      client = null;
      timer = setTimeout(() => void connect(), RECONNECT_MS);
    };
    opened.on("error", (error) => logger.warn({ err: error }, "the notification connection broke"));
    opened.on("end", retry);
    opened.on("notification", onNotice);
    try {
      await opened.connect();
      await opened.query(`LISTEN ${ALLOCATION_CHANNEL}`);
      onNotice();
    } catch {
      opened.end().catch(() => {});
      retry();
    }
  };
  void connect();
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await client?.end().catch(() => {});
  };
}
