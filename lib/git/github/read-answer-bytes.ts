/** readAnswerBytes reads a body to its end, or until it has more than `maxBytes`; then it breaks off. */
export async function readAnswerBytes(
  body: unknown,
  maxBytes: number,
): Promise<{ bytes: Uint8Array; isCut: boolean }> {
  if (!(body instanceof ReadableStream)) return { bytes: new Uint8Array(), isCut: false };
  const reader: ReadableStreamDefaultReader<unknown> = body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    if (!(next.value instanceof Uint8Array)) continue;
    chunks.push(next.value);
    length += next.value.length;
    if (length <= maxBytes) continue;
    await reader.cancel();
    return { bytes: new Uint8Array(), isCut: true };
  }
  return { bytes: Uint8Array.from(Buffer.concat(chunks)), isCut: false };
}
