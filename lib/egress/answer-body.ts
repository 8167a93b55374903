import type { IncomingMessage } from "node:http";
import { AppError } from "../domain/errors.ts";

/**
 * answerBody streams an answer's bytes as they come and breaks off after `maxBytes` (egress-refused), when the
 * signal aborts, and where the connection ends before the answer does (TypeError).
 */
export function answerBody(
  answer: IncomingMessage,
  maxBytes: number,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = answer.iterator({ destroyOnReturn: true });
  let received = 0;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await chunks.next().catch((cause: unknown) => {
        throw signal.aborted ? signal.reason : new TypeError("terminated", { cause });
      });
      if (next.done === true) return controller.close();
      received += next.value.length;
      if (received > maxBytes) {
        answer.destroy();
        throw new AppError("egress-refused", `The answer is larger than ${maxBytes} bytes.`);
      }
      controller.enqueue(new Uint8Array(next.value));
    },
    cancel() {
      answer.destroy();
    },
  });
}
