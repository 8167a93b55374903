import { addToBin, type Bins, type LogSketch } from "./log-sketch.ts";

/** The first byte of a packed sketch; another gamma or layout gets another one. */
const VERSION = 1;

/**
 * packSketch writes a sketch as bytes: the zeros, then for each side how many bins are filled, and each as its distance
 * from the one before and its count. Numbers take as many bytes as they need, seven bits each.
 */
export function packSketch(sketch: LogSketch): Uint8Array {
  const bytes: number[] = [VERSION];
  pushVarint(bytes, sketch.zeroCount);
  packBins(bytes, sketch.positive);
  packBins(bytes, sketch.negative);
  return Uint8Array.from(bytes);
}

function packBins(bytes: number[], { first, counts }: Bins): void {
  let filled = 0;
  for (const count of counts) if (count > 0) filled += 1;
  pushVarint(bytes, filled);
  let previous: number | null = null;
  for (let at = 0; at < counts.length; at += 1) {
    const count = counts[at] ?? 0;
    if (count === 0) continue;
    const index = first + at;
    pushVarint(bytes, previous === null ? zigzag(index) : index - previous);
    pushVarint(bytes, count);
    previous = index;
  }
}

/** Small numbers of either sign become small numbers. */
function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

function pushVarint(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
}

/**
 * mergePacked adds packed sketches, one or several one after the other, to a sketch. Throws RangeError where the bytes
 * are none.
 */
export function mergePacked(sketch: LogSketch, bytes: Uint8Array): void {
  const reader = new VarintReader(bytes);
  do {
    if (reader.next() !== VERSION) throw new RangeError("these bytes are no packed sketch");
    sketch.zeroCount += reader.next();
    mergeBins(sketch.positive, reader);
    mergeBins(sketch.negative, reader);
  } while (!reader.isAtEnd());
}

function mergeBins(bins: Bins, reader: VarintReader): void {
  const filled = reader.next();
  let index = 0;
  for (let bin = 0; bin < filled; bin += 1) {
    const step = reader.next();
    index = bin === 0 ? unzigzag(step) : index + step;
    addToBin(bins, index, reader.next());
  }
}

class VarintReader {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  isAtEnd(): boolean {
    return this.at >= this.bytes.length;
  }

  next(): number {
    const first = this.byte();
    return first < 0x80 ? first : this.rest(first - 0x80);
  }

  private rest(low: number): number {
    let value = low;
    let factor = 0x80;
    for (;;) {
      const byte = this.byte();
      if (byte < 0x80) return value + byte * factor;
      value += (byte - 0x80) * factor;
      factor *= 0x80;
    }
  }

  private byte(): number {
    const byte = this.bytes[this.at];
    if (byte === undefined) throw new RangeError("a packed sketch ends too early");
    this.at += 1;
    return byte;
  }
}
