import pg from "pg";
import type { Logger } from "pino";

/** A notification on this channel only hurries the next read; the poll is the truth. */
export const ALLOCATION_CHANNEL = "allocation_changed";

const RECONNECT_MS = 1_000;

/** listenForChanges listens on a connection of its own and opens another when it breaks. Returns how to stop. */
export function listenForChanges(url: string, onNotice: () => void, logger: Logger): () => Promise<void> {
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
