import { backoffMs } from "./backoff.ts";
import type { Endpoint } from "./fetch-snapshot.ts";
import { createEventParser } from "./parse-events.ts";

/** Heartbeats come every 15 s; a connection that is silent for longer than two of them is dead. */
const SILENCE_MS = 40_000;

export type StreamHandlers = {
  /** Something changed: read the snapshot. Events carry ids only. */
  onChange: () => void;
  onConnection: (isConnected: boolean) => void;
  random: () => number;
};

/**
 * followStream listens to `GET /sdk/v1/stream` and connects again when it breaks, later each time. It says only *that*
 * something changed; the snapshot is the truth. Returns how to stop.
 */
export function followStream(endpoint: Endpoint, handlers: StreamHandlers): () => void {
  const stopping = new AbortController();
  let lastEventId: string | null = null;
  let attempt = 0;
  let timer: NodeJS.Timeout | undefined;
  const connect = async () => {
    try {
      await readOnce(endpoint, stopping.signal, lastEventId, {
        onOpen: () => {
          attempt = 0;
          handlers.onConnection(true);
        },
        onEvent: (id) => {
          lastEventId = id ?? lastEventId;
          handlers.onChange();
        },
      });
    } catch {
      // A stream that cannot be had is no error: the poll goes on, and more often while there is none.
    }
    if (stopping.signal.aborted) return;
    handlers.onConnection(false);
    timer = setTimeout(() => void connect(), backoffMs(attempt, handlers.random)).unref();
    attempt += 1;
  };
  void connect();
  return () => {
    stopping.abort();
    clearTimeout(timer);
  };
}

type Reading = { onOpen: () => void; onEvent: (id: string | null) => void };

async function readOnce(
  endpoint: Endpoint,
  stopping: AbortSignal,
  lastEventId: string | null,
  { onOpen, onEvent }: Reading,
): Promise<void> {
  const silence = new AbortController();
  const watchdog = setTimeout(() => silence.abort(), SILENCE_MS).unref();
  try {
    const response = await fetch(`${endpoint.url}/sdk/v1/stream`, {
      headers: {
        authorization: `Bearer ${endpoint.key}`,
        accept: "text/event-stream",
        ...(lastEventId === null ? {} : { "last-event-id": lastEventId }),
      },
      signal: AbortSignal.any([stopping, silence.signal]),
      redirect: "error",
    });
    if (response.status !== 200 || response.body === null) {
      await response.body?.cancel();
      throw new Error(`the data plane answered ${response.status} to a request for the stream`);
    }
    onOpen();
    const parse = createEventParser(({ id }) => onEvent(id));
    const decoder = new TextDecoder();
    for await (const chunk of response.body) {
      watchdog.refresh();
      parse(decoder.decode(chunk, { stream: true }));
    }
  } finally {
    clearTimeout(watchdog);
  }
}
