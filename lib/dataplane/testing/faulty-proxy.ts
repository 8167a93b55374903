import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** What stands in front of a data plane and can fail as load balancers do. */
export type FaultyProxy = {
  url: string;
  /** Answers with this status from now on; null: passes on again. */
  failWith: (status: number | null, headers?: Record<string, string>) => void;
  /** How many requests came, also those that were refused. */
  count: () => number;
  close: () => Promise<void>;
};

/** startFaultyProxy forwards requests with bodies to a base address until it is told to fail. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  let failure: { status: number; headers: Record<string, string> } | null = null;
  let count = 0;
  const server = createServer(async (request, response) => {
    count += 1;
    const body = await collect(request);
    if (failure === null) await forward(target, request, response, body);
    else response.writeHead(failure.status, failure.headers).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the proxy does not listen");
  return {
    url: `http://127.0.0.1:${address.port}`,
    failWith: (status, headers = {}) => {
      failure = status === null ? null : { status, headers };
    },
    count: () => count,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function collect(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  return text;
}

async function forward(target: string, request: IncomingMessage, response: ServerResponse, body: string) {
  const names = ["authorization", "content-type", "if-none-match"];
  const headers = names.flatMap((name) => {
    const value = request.headers[name];
    return typeof value === "string" ? [[name, value] as [string, string]] : [];
  });
  const method = request.method ?? "GET";
  const answer = await fetch(`${target}${request.url}`, {
    method,
    headers,
    ...(body === "" ? {} : { body }),
  });
  const etag = answer.headers.get("etag");
  const type = answer.headers.get("content-type");
  response.writeHead(answer.status, { ...(etag ? { etag } : {}), ...(type ? { "content-type": type } : {}) });
  response.end(await answer.text());
}
