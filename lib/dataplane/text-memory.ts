/** Longer texts are hardly ever the same twice; a digest with its name is 71. */
const MAX_BYTES = 80;

/**
 * Texts that come again and again (names of attributes, models, regions): the last one of each slot is kept, and given
 * again where the same bytes come, which is cheaper than to decode and check them. Others have their own text after it.
 */
export class TextMemory {
  private readonly slots: string[];

  /** @param slotCount a power of two */
  constructor(slotCount: number) {
    this.slots = new Array<string>(slotCount).fill("");
  }

  /** The text of these bytes; `decode` makes it where it is not known, and throws for bytes that are none. */
  read(
    bytes: Buffer,
    start: number,
    end: number,
    decode: (bytes: Buffer, start: number, end: number) => string,
  ): string {
    const length = end - start;
    if (length > MAX_BYTES || length === 0) return decode(bytes, start, end);
    const slot = hashSome(bytes, start, length) & (this.slots.length - 1);
    const known = this.slots[slot] ?? "";
    if (isSame(known, bytes, start, length)) return known;
    const text = decode(bytes, start, end);
    // With other characters than ASCII a text is shorter than its bytes, and would never be found.
    if (text.length === length) this.slots[slot] = text;
    return text;
  }
}

/** A hash of the length and of eight bytes: the texts are compared whole after it. */
function hashSome(bytes: Buffer, start: number, length: number): number {
  const step = length / 8;
  let hash = length;
  for (let index = 0; index < 8; index += 1)
    hash = (Math.imul(hash, 31) + (bytes[start + length - 1 - Math.floor(index * step)] ?? 0)) | 0;
  return hash ^ (hash >>> 15);
}

/** Characters beyond ASCII are no single byte, so that equal codes are equal texts. */
function isSame(known: string, bytes: Buffer, start: number, length: number): boolean {
  if (known.length !== length) return false;
  for (let index = 0; index < length; index += 1)
    if (known.charCodeAt(index) !== bytes[start + index]) return false;
  return true;
}
