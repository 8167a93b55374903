import type { IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";

export type BodyProblem = "too-large" | "bad-encoding" | "unsupported-encoding" | "aborted";

/** A body that cannot be used. */
export class BadBody extends Error {
  readonly problem: BodyProblem;

  constructor(problem: BodyProblem) {
    super(problem);
    this.name = "BadBody";
    this.problem = problem;
  }
}

/** Text compresses ten- to fiftyfold; beyond a hundredfold it is a bomb. Small bodies are let off. */
const MAX_RATIO = 100;
const RATIO_FREE_BYTES = 1024 * 1024;

const gunzipAsync = promisify(gunzip);

/**
 * readBody reads a request's body, uncompressed, up to a limit that holds for what arrives and for what it
 * unpacks to. Throws BadBody; the server itself cuts off a body that is not there within ten seconds.
 */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const encoding = request.headers["content-encoding"]?.trim().toLowerCase() ?? "identity";
  if (encoding !== "identity" && encoding !== "gzip") throw new BadBody("unsupported-encoding");
  if (Number(request.headers["content-length"] ?? 0) > limitBytes) throw new BadBody("too-large");
  const raw = await collect(request, limitBytes);
  return encoding === "gzip" && raw.length > 0 ? decompress(raw, limitBytes) : raw;
}

function collect(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length > limitBytes) {
        request.removeAllListeners("data");
        request.pause();
        reject(new BadBody("too-large"));
      } else {
        chunks.push(chunk);
      }
    });
    request.on("end", () => resolve(onlyOf(chunks) ?? Buffer.concat(chunks, length)));
    request.on("error", () => reject(new BadBody("aborted")));
    // Every request is closed in the end; making an error for each is dearer than reading a small body.
    request.on("close", () => {
      if (!request.complete) reject(new BadBody("aborted"));
    });
  });
}

function onlyOf(chunks: readonly Buffer[]): Buffer | undefined {
  return chunks.length === 1 ? chunks[0] : undefined;
}

async function decompress(raw: Buffer, limitBytes: number): Promise<Buffer> {
  const maxOutputLength = Math.min(limitBytes, Math.max(RATIO_FREE_BYTES, raw.length * MAX_RATIO));
  try {
    return await gunzipAsync(raw, { maxOutputLength });
  } catch (error) {
    const isTooLarge =
      error instanceof RangeError && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";
    throw new BadBody(isTooLarge ? "too-large" : "bad-encoding");
  }
}

/** mediaTypeOf returns the content type without parameters; a charset other than UTF-8 makes it unsupported (null). */
export function mediaTypeOf(request: IncomingMessage): string | null {
  const header = request.headers["content-type"] ?? "";
  if (header === "application/json") return header;
  const [type, ...parameters] = header.toLowerCase().split(";");
  const charset = parameters.map((text) => text.trim()).find((text) => text.startsWith("charset="));
  const isUtf8 = charset === undefined || /^charset="?utf-?8"?$/.test(charset);
  return type === undefined || type.trim() === "" || !isUtf8 ? null : type.trim();
}
