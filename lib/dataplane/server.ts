import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { type Answer, problemAnswer, writeAnswer } from "./http-answer.ts";
import { findRoute, type Route, type RouteDeps } from "./routes.ts";

const MAX_HEADER_BYTES = 16 * 1024;
const MAX_HEADERS = 200;
const HEADERS_TIMEOUT_MS = 5_000;
/** A body that is not here after this long is answered with 408; checked every half second. */
const REQUEST_TIMEOUT_MS = 8_000;

/** createDataPlaneServer makes the HTTP server of OFREP, OTLP and health; the caller listens and closes. */
export function createDataPlaneServer(deps: RouteDeps): Server {
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      connectionsCheckingInterval: 500,
      keepAliveTimeout: 65_000,
      requireHostHeader: true,
    },
    (request, response) => void respond(deps, request, response),
  );
  server.on("upgrade", (_request, socket) => refuseSocket(socket, "400 Bad Request"));
  server.on("connect", (_request, socket) => refuseSocket(socket, "405 Method Not Allowed"));
  server.on("clientError", (error: NodeJS.ErrnoException, socket) =>
    refuseSocket(socket, statusOfClientError(error)),
  );
  return server;
}

async function respond(deps: RouteDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const startedAt = performance.now();
  request.on("error", () => {});
  const pathname = pathOf(request.url ?? "");
  const route = findRoute(pathname);
  const answer = await answerRequest(deps, request, pathname, route).catch((error: unknown): Answer => {
    deps.logger.error({ err: error, route: route?.name }, "a request failed");
    return problemAnswer("internal", { connection: "close" });
  });
  writeAnswer(response, answer, request.method === "HEAD");
  deps.metrics.countRequest(route?.name ?? "unknown", answer.status, (performance.now() - startedAt) / 1_000);
}

function pathOf(url: string): string {
  const end = url.indexOf("?");
  return end === -1 ? url : url.slice(0, end);
}

async function answerRequest(
  deps: RouteDeps,
  request: IncomingMessage,
  pathname: string,
  route: Route | undefined,
): Promise<Answer> {
  if (!pathname.startsWith("/")) return problemAnswer("bad-request", { connection: "close" });
  if (request.rawHeaders.length > MAX_HEADERS * 2) {
    return { ...problemAnswer("bad-request", { connection: "close" }), status: 431 };
  }
  if (route === undefined) return problemAnswer("not-found", { connection: "close" });
  if (!route.methods.includes(request.method ?? "")) {
    return problemAnswer("method-not-allowed", { allow: route.methods.join(", "), connection: "close" });
  }
  return route.handle(deps, request, pathname);
}

function statusOfClientError(error: NodeJS.ErrnoException): string {
  if (error.code === "HPE_HEADER_OVERFLOW") return "431 Request Header Fields Too Large";
  if (error.code === "ERR_HTTP_REQUEST_TIMEOUT") return "408 Request Timeout";
  return "400 Bad Request";
}

function refuseSocket(socket: Duplex, status: string): void {
  if (socket.destroyed || !socket.writable) return;
  socket.on("error", () => {});
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}
