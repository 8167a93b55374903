import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { DemoGateway, Question } from "./gateway.ts";

export type ServedGateway = { url: string; close: () => Promise<void> };

const MAX_BODY_BYTES = 1024 * 1024;

/**
 * serveGateway is an OpenAI-compatible front: `POST /v1/chat/completions`, whose `user` is the subject. The endpoint's
 * status and bytes go to the user as they are; `x-request-id` leads to the request in the console.
 */
export async function serveGateway(
  gateway: DemoGateway,
  port: number,
  region: string,
): Promise<ServedGateway> {
  const server = createServer(
    (request, response) => void respond(gateway, request, response, region).catch(() => fail(response, 502)),
  );
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the gateway does not listen");
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeIdleConnections();
    });
  return { url: `http://127.0.0.1:${address.port}`, close };
}

async function respond(
  gateway: DemoGateway,
  request: IncomingMessage,
  response: ServerResponse,
  region: string,
): Promise<void> {
  if (request.method !== "POST" || request.url !== "/v1/chat/completions") return fail(response, 404);
  const question = readQuestion(await readText(request), request.headers["x-request-id"], region);
  if (question === null) return fail(response, 400);
  const { reply, requestId } = await gateway.answer(question);
  if (reply.http === null) return fail(response, reply.error === "timeout" ? 504 : 502);
  const { status, contentType, body } = reply.http;
  response.writeHead(status, {
    ...{ "content-type": contentType, "content-length": body.length, "x-request-id": requestId },
  });
  response.end(body);
}

function readQuestion(
  text: string,
  requestId: string | string[] | undefined,
  region: string,
): Question | null {
  try {
    const { messages, user, model: _chosenByTheRelease, ...more } = JSON.parse(text);
    const question = messages.at(-1).content;
    if (typeof question !== "string" || typeof user !== "string" || user === "") return null;
    const named = typeof requestId === "string" && /^[\w-]{1,128}$/.test(requestId);
    return { requestId: named ? requestId : `req_${randomUUID()}`, subject: user, region, question, more };
  } catch {
    return null;
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) {
    text += chunk;
    if (text.length > MAX_BODY_BYTES) throw new Error("the body is too large");
  }
  return text;
}

function fail(response: ServerResponse, status: number): void {
  if (response.headersSent) return;
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ error: { message: `The gateway answered ${status}.`, type: "gateway" } }));
}
