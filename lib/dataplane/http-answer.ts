import type { ServerResponse } from "node:http";
import { PROBLEMS, type ProblemCode } from "../domain/errors.ts";

/** What a route answers; the server writes it. A null body is no body. */
export type Answer = {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array | null;
  /** Goes on with the response after its headers, and ends it some day: a stream. The body is null then. */
  take?: (response: ServerResponse) => void;
};

/** jsonAnswer answers with a JSON body. */
export function jsonAnswer(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

const JSON_HEADERS = { "content-type": "application/json" };

/** textAnswer answers 200 with JSON that is written already. */
export function textAnswer(body: string): Answer {
  return { status: 200, headers: JSON_HEADERS, body };
}

/** emptyAnswer answers without a body. */
export function emptyAnswer(status: number, headers: Record<string, string> = {}): Answer {
  return { status, headers, body: null };
}

/** problemAnswer answers with problem+json: for addresses that belong to neither protocol. */
export function problemAnswer(code: ProblemCode, headers: Record<string, string> = {}): Answer {
  const { status, title } = PROBLEMS[code];
  const body = JSON.stringify({ type: "about:blank", title, status, code });
  return { status, headers: { "content-type": "application/problem+json", ...headers }, body };
}

/** writeAnswer sends an answer, unless the peer is gone. */
export function writeAnswer(response: ServerResponse, answer: Answer, withoutBody: boolean): void {
  if (response.destroyed || response.headersSent) return;
  if (answer.take !== undefined && !withoutBody) {
    response.writeHead(answer.status, {
      ...{ "cache-control": "no-store", "x-content-type-options": "nosniff", "x-accel-buffering": "no" },
      ...answer.headers,
    });
    answer.take(response);
    return;
  }
  const length = answer.body === null ? 0 : Buffer.byteLength(answer.body);
  const lengthHeader = answer.status === 304 ? {} : { "content-length": String(length) };
  response.writeHead(answer.status, {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...lengthHeader,
    ...answer.headers,
  });
  response.end(answer.body === null || withoutBody ? undefined : answer.body);
}
