import type { ServerResponse } from "node:http";
import type { AllocationSnapshot } from "./allocation-snapshot.ts";
import type { GatewaySnapshots, View } from "./gateway-snapshots.ts";
import { type Answer, problemAnswer } from "./http-answer.ts";

/** Proxies close a connection that is silent; a gateway takes one for dead after two beats. */
const HEARTBEAT_MS = 15_000;
const MAX_STREAMS = 2_000;
const MAX_STREAMS_PER_KEY = 200;
/** A reader that does not read is cut off; it connects again and learns what it missed. */
const MAX_UNSENT_BYTES = 64 * 1024;

/** Who listens. `isAllowed` is asked at each heartbeat, so that a revoked key stops listening. */
export type Listener = { keyId: string; view: View; isAllowed: () => Promise<boolean> };

export type GatewayStreams = {
  /** Opens a stream; 429 where a key, or all of them, have too many. */
  open: (listener: Listener, lastEventId: string | null) => Answer;
  count: () => number;
  /** Ends all streams and opens no more. */
  close: () => void;
};

type Changes = Pick<AllocationSnapshot, "listEnvironments" | "onChange">;
type Stream = Listener & { response: ServerResponse; sentTag: string };

/**
 * createGatewayStreams tells listeners that allocations changed. An event carries ids only: what holds now is asked for
 * with the listener's own key. The event's id is the snapshot's tag, so that who comes back knows whether it missed one.
 */
export function createGatewayStreams(
  snapshot: Changes,
  snapshots: GatewaySnapshots,
  heartbeatMs = HEARTBEAT_MS,
): GatewayStreams {
  const streams = new Set<Stream>();
  let isClosed = false;
  snapshot.onChange(() => {
    for (const stream of streams) sendIfChanged(stream, snapshot, snapshots);
  });
  const beat = async (stream: Stream) => {
    if (await stream.isAllowed()) write(stream.response, ": beat\n\n");
    else stream.response.end();
  };
  const timer = setInterval(() => {
    for (const stream of streams) void beat(stream);
  }, heartbeatMs).unref();
  return {
    open: (listener, lastEventId) => {
      const ofKey = [...streams].filter(({ keyId }) => keyId === listener.keyId).length;
      if (isClosed) return problemAnswer("unavailable", { "retry-after": "1", connection: "close" });
      if (streams.size >= MAX_STREAMS || ofKey >= MAX_STREAMS_PER_KEY) {
        return problemAnswer("too-many-requests", { "retry-after": "60" });
      }
      const take = (response: ServerResponse) => {
        const stream: Stream = { ...listener, response, sentTag: lastEventId ?? "" };
        streams.add(stream);
        response.on("close", () => streams.delete(stream));
        response.on("error", () => response.destroy());
        write(response, "retry: 1000\n\n");
        sendIfChanged(stream, snapshot, snapshots);
      };
      return { status: 200, headers: { "content-type": "text/event-stream" }, body: null, take };
    },
    count: () => streams.size,
    close: () => {
      isClosed = true;
      clearInterval(timer);
      for (const { response } of streams) response.end();
    },
  };
}

function sendIfChanged(stream: Stream, snapshot: Changes, snapshots: GatewaySnapshots): void {
  const { etag } = snapshots.get(stream.view);
  if (etag === stream.sentTag) return;
  stream.sentTag = etag;
  const { projectId, environment } = stream.view;
  const environments = snapshot
    .listEnvironments(projectId, environment)
    .map((served) => ({ name: served.environment, generation: served.allocationVersion }));
  const data = JSON.stringify({ type: "refetchEvaluation", etag, environments });
  write(stream.response, `id: ${etag}\ndata: ${data}\n\n`);
}

function write(response: ServerResponse, text: string): void {
  if (response.writableLength > MAX_UNSENT_BYTES) response.destroy();
  else if (!response.writableEnded) response.write(text);
}
