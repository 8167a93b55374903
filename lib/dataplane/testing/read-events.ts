export type ReadEvent = { id: string | null; data: string };

export type EventReader = {
  next: () => Promise<ReadEvent>;
  nextWithin: (ms: number) => Promise<ReadEvent | null>;
  /** How the server's side ended. */
  ended: () => Promise<"ended" | "broken">;
  close: () => void;
};

/** readEvents opens a stream of server-sent events and answers once its headers are here. Throws unless that is a 200. */
export async function readEvents(url: string, headers: Record<string, string>): Promise<EventReader> {
  const stopping = new AbortController();
  const response = await fetch(url, { headers, signal: stopping.signal });
  if (response.status !== 200 || response.body === null)
    throw new Error(`the stream answered ${response.status}`);
  const events: ReadEvent[] = [];
  const waiting: ((event: ReadEvent) => void)[] = [];
  const give = (event: ReadEvent) => {
    const taker = waiting.shift();
    if (taker === undefined) events.push(event);
    else taker(event);
  };
  const ended = read(response.body, give);
  const next = () => {
    const event = events.shift();
    return event === undefined
      ? new Promise<ReadEvent>((resolve) => waiting.push(resolve))
      : Promise.resolve(event);
  };
  const nextWithin = (ms: number) =>
    Promise.race([next(), new Promise<null>((resolve) => setTimeout(resolve, ms, null))]);
  return { next, nextWithin, ended: () => ended, close: () => stopping.abort() };
}

async function read(body: ReadableStream<Uint8Array>, give: (event: ReadEvent) => void) {
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for await (const chunk of body) {
      const blocks = (rest + decoder.decode(chunk, { stream: true })).split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (data !== undefined) give({ id: /^id: (.*)$/m.exec(block)?.[1] ?? null, data });
      }
    }
    return "ended";
  } catch {
    return "broken";
  }
}
