import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import { BlockList } from "node:net";
import type { Duplex } from "node:stream";
import type { Endpoint } from "../contracts/endpoint.ts";
import { createId } from "../db/create-id.ts";
import { AppError, PROBLEMS } from "../domain/errors.ts";
import { PEER_HEADER, resolvePeer } from "./peer-address.ts";
import { problemHeaders, toProblem } from "./problem.ts";
import { findTargetProblem, type TargetProblem } from "./target-problem.ts";

/** Headers that only a proxy or the framework itself may write: whatever a client sends under them is dropped. */
const UNTRUSTED = [
  "forwarded",
  "x-forwarded-for",
  "x-forwarded-host",
  "x-forwarded-port",
  "x-forwarded-proto",
  "x-real-ip",
  "x-middleware-subrequest",
  "x-middleware-rewrite",
  "x-http-method-override",
  "x-http-method",
  "x-method-override",
  "x-nonce",
  "x-tupelo-path",
];

const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 60_000;
/** A cookie of 16 KB is still read, and answered by what it is worth. */
const MAX_HEADER_BYTES = 18 * 1024;

export type ConsoleServerOptions = {
  /** Next's request handler. */
  handle: RequestListener;
  endpoints: readonly Endpoint[];
  /** Proxies whose X-Forwarded-For names the peer; none unless told. Their other headers are never believed. */
  trustedProxies?: BlockList;
  /** For the development server's own socket only; absent in production, where every upgrade is refused. */
  upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
};

/** createConsoleServer puts a thin HTTP server before Next that answers what Next cannot or should not see. */
export function createConsoleServer({
  handle,
  endpoints,
  upgrade,
  trustedProxies = new BlockList(),
}: ConsoleServerOptions): Server {
  const options = {
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: 2_000,
  };
  const server = createServer(options, (request, response) => {
    const target = { method: request.method ?? "", target: request.url ?? "" };
    const found = findTargetProblem(target, endpoints);
    if (found !== null) return refuse(request, response, found);
    const forwardedFor = [request.headers["x-forwarded-for"]].flat().join(", ");
    for (const name of UNTRUSTED) delete request.headers[name];
    request.headers[PEER_HEADER] = resolvePeer(
      request.socket.remoteAddress ?? "",
      forwardedFor,
      trustedProxies,
    );
    handle(request, response);
  });
  server.on("upgrade", (request, socket, head) => {
    const isDevelopment = upgrade !== undefined && (request.url ?? "").startsWith("/_next/");
    if (isDevelopment) upgrade(request, socket, head);
    else
      socket.end(
        rawAnswer(
          "400 Bad Request",
          new AppError("bad-request", "This server does not upgrade connections."),
        ),
      );
  });
  server.on("clientError", (error: NodeJS.ErrnoException, socket) => answerBroken(error, socket));
  return server;
}

function refuse(request: IncomingMessage, response: ServerResponse, { error, allow }: TargetProblem): void {
  const context = { requestId: createId("req"), instance: (request.url ?? "").split("?")[0] ?? "", allow };
  response.writeHead(PROBLEMS[error.code].status, problemHeaders(error, context));
  response.end(request.method === "HEAD" ? undefined : JSON.stringify(toProblem(error, context)));
  request.resume();
}

/** What Node's parser refuses never becomes a request: too large a head, a method it does not know, a broken line. */
function answerBroken(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  switch (error.code) {
    case "HPE_HEADER_OVERFLOW":
      socket.end(
        rawAnswer(
          "431 Request Header Fields Too Large",
          new AppError("too-large", "The headers are too large."),
        ),
      );
      return;
    case "HPE_INVALID_METHOD":
      socket.end(
        rawAnswer(
          "405 Method Not Allowed",
          new AppError("method-not-allowed", "No address takes this method."),
        ),
      );
      return;
    case "ERR_HTTP_REQUEST_TIMEOUT":
      socket.end(
        rawAnswer(
          "408 Request Timeout",
          new AppError("request-timeout", "The request did not arrive in time."),
        ),
      );
      return;
    default:
      socket.end(
        rawAnswer("400 Bad Request", new AppError("bad-request", "This is not a well-formed HTTP request.")),
      );
  }
}

function rawAnswer(statusLine: string, error: AppError): string {
  const context = {
    requestId: createId("req"),
    instance: "",
    allow: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
  };
  const body = JSON.stringify({ ...toProblem(error, context), status: Number(statusLine.slice(0, 3)) });
  const headers = {
    ...problemHeaders(error, context),
    "Content-Length": String(Buffer.byteLength(body)),
    Connection: "close",
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return `HTTP/1.1 ${statusLine}\r\n${lines.join("\r\n")}\r\n\r\n${body}`;
}
