import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { RouteHandler } from "../../../lib/server/endpoint.ts";

export type ServedRoutes = { url: string; close: () => Promise<void> };

/** serveRoutes answers on a port of this machine with the API's own handlers, for programs that call it over HTTP. */
export async function serveRoutes(routes: ReadonlyMap<string, RouteHandler>): Promise<ServedRoutes> {
  const known = [...routes].map(([name, handler]) => {
    const [method = "", path = ""] = name.split(" ");
    return { method, pattern: new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`), handler };
  });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1:3000");
    const route = known.find(
      ({ method, pattern }) => method === request.method && pattern.test(url.pathname),
    );
    const found = await route?.handler(await toRequest(request, url));
    response.writeHead(found?.status ?? 404, Object.fromEntries(found?.headers.entries() ?? []));
    response.end(new Uint8Array((await found?.arrayBuffer()) ?? new ArrayBuffer(0)));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(toError(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { url: `http://127.0.0.1:${port}`, close };
}

async function toRequest(request: IncomingMessage, url: URL): Promise<Request> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for await (const chunk of request) chunks.push(new Uint8Array(chunk));
  const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, [value].flat().join(", ")]],
  );
  const body = chunks.length === 0 ? undefined : new Blob(chunks);
  return new Request(url, { method: request.method ?? "GET", headers, body });
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
