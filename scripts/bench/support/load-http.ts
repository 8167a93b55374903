import net from "node:net";

export type Load = {
  url: string;
  /** Whole requests as they go over the wire; they take turns. */
  requests: readonly string[];
  connections: number;
  durationMs: number;
  /** Every answer is 200 and has this in it. */
  mustContain: string;
};

/**
 * loadHttp keeps some connections busy with one request each and answers requests per second. It reads no more of an
 * answer than where it ends, so that it costs little beside the server. Throws at the first answer that is not right.
 */
export async function loadHttp(load: Load): Promise<number> {
  const { hostname, port } = new URL(load.url);
  let count = 0;
  const startedAt = performance.now();
  const until = startedAt + load.durationMs;
  const isOver = () => performance.now() >= until;
  const onAnswer = () => {
    count += 1;
    return load.requests[count % load.requests.length] ?? "";
  };
  await Promise.all(
    Array.from({ length: load.connections }, () =>
      keepBusy(net.connect(Number(port), hostname), { load, isOver, onAnswer }),
    ),
  );
  return (count * 1_000) / (performance.now() - startedAt);
}

type Work = { load: Load; isOver: () => boolean; onAnswer: () => string };

function keepBusy(socket: net.Socket, { load, isOver, onAnswer }: Work): Promise<void> {
  return new Promise((resolve, reject) => {
    let received = "";
    const fail = (why: string) => {
      socket.destroy();
      reject(new Error(`${load.url}: ${why}`));
    };
    socket.setEncoding("latin1").setNoDelay(true);
    socket.on("connect", () => socket.write(load.requests[0] ?? ""));
    socket.on("error", (error) => fail(error.message));
    socket.on("close", () => resolve());
    socket.on("data", (chunk) => {
      received += String(chunk);
      const end = endOf(received);
      if (end === null || received.length < end) return;
      if (!received.startsWith("HTTP/1.1 200") || !received.includes(load.mustContain)) {
        fail(`unexpected answer: ${received.slice(0, 300)}`);
        return;
      }
      received = "";
      if (isOver()) socket.end();
      else socket.write(onAnswer());
    });
  });
}

/** Where an answer ends, once its head is there. */
function endOf(text: string): number | null {
  const head = text.indexOf("\r\n\r\n");
  if (head === -1) return null;
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, head + 2))?.[1];
  if (length === undefined) throw new Error("an answer without a length");
  return head + 4 + Number(length);
}

/** postRequest writes a request with a JSON body as it goes over the wire. */
export function postRequest(url: string, headers: Record<string, string>, body: unknown): string {
  const { host, pathname } = new URL(url);
  const text = JSON.stringify(body);
  const lines = Object.entries({ host, "content-type": "application/json", ...headers });
  const head = lines.map(([name, value]) => `${name}: ${value}`).join("\r\n");
  return `POST ${pathname} HTTP/1.1\r\n${head}\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}
