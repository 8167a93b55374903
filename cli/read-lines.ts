import { createReadStream } from "node:fs";

/** One line of a file: its text, null where it is no UTF-8; and whether the file ends before the line does. */
export type FileLine = { text: string | null; isCut: boolean };

const NEWLINE = 0x0a;

/** readLines reads a file line by line, as it is: no byte is passed over, none is replaced. Throws where it cannot be read. */
export async function* readLines(file: string): AsyncGenerator<FileLine> {
  yield* splitLines(createReadStream(file));
}

/** splitLines cuts bytes into lines. */
export async function* splitLines(
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<FileLine> {
  let begun: Uint8Array[] = [];
  for await (const chunk of bytes) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      yield { text: decode([...begun, chunk.subarray(start, end)]), isCut: false };
      begun = [];
      start = end + 1;
    }
    if (start < chunk.length) begun.push(chunk.subarray(start));
  }
  if (begun.length > 0) yield { text: decode(begun), isCut: true };
}

function decode(parts: readonly Uint8Array[]): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.concat(parts));
  } catch {
    return null;
  }
}
