import { AppError } from "../domain/errors.ts";

export type BodyLimits = { maxBytes: number; timeoutMs: number };
export const BODY_TIMEOUT_MS = 10_000;

/**
 * readBody reads a request's body, at most `maxBytes` and for at most `timeoutMs`.
 * It stops while reading, so that a large body never sits in memory. Throws 413 and 408.
 */
export async function readBody(request: Request, limits: BodyLimits): Promise<Uint8Array> {
  const declared = request.headers.get("content-length");
  if (declared !== null && Number(declared) > limits.maxBytes) throw tooLarge(limits);
  if (request.body === null) return new Uint8Array();
  const reader = request.body.getReader();
  const deadline = startDeadline(limits.timeoutMs);
  try {
    return await readAll(reader, limits, deadline.passed);
  } catch (error) {
    // Nobody waits for the rest; a failing cancel changes nothing.
    reader.cancel().catch(() => undefined);
    throw error;
  } finally {
    deadline.clear();
  }
}

async function readAll(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  limits: BodyLimits,
  passed: Promise<never>,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await Promise.race([reader.read(), passed]);
    if (done) return Buffer.concat(chunks, size);
    size += value.byteLength;
    if (size > limits.maxBytes) throw tooLarge(limits);
    chunks.push(value);
  }
}

function startDeadline(timeoutMs: number): { passed: Promise<never>; clear: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new AppError("request-timeout", `The body did not arrive within ${timeoutMs / 1000} seconds.`));
    }, timeoutMs);
  });
  // The promise may lose the race and be rejected by nobody's wait.
  passed.catch(() => undefined);
  return { passed, clear: () => clearTimeout(timer) };
}

function tooLarge(limits: BodyLimits): AppError {
  return new AppError("too-large", `The body may have at most ${limits.maxBytes} bytes.`);
}
