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
  const cursor = { at: 0 };
  do {
    if (bytes[cursor.at] !== VERSION) throw new RangeError("these bytes are no packed sketch");
    cursor.at += 1;
    sketch.zeroCount += readVarint(bytes, cursor);
    mergeBins(sketch.positive, bytes, cursor);
    mergeBins(sketch.negative, bytes, cursor);
  } while (cursor.at < bytes.length);
}

function mergeBins(bins: Bins, bytes: Uint8Array, cursor: { at: number }): void {
  const filled = readVarint(bytes, cursor);
  let index = 0;
  for (let bin = 0; bin < filled; bin += 1) {
    const step = readVarint(bytes, cursor);
    index = bin === 0 ? unzigzag(step) : index + step;
    addToBin(bins, index, readVarint(bytes, cursor));
  }
}

function readVarint(bytes: Uint8Array, cursor: { at: number }): number {
  const first = bytes[cursor.at];
  if (first !== undefined && first < 0x80) {
    cursor.at += 1;
    return first;
  }
  let value = 0;
  let factor = 1;
  for (;;) {
    const byte = bytes[cursor.at];
    if (byte === undefined) throw new RangeError("a packed sketch ends too early");
    cursor.at += 1;
    if (byte < 0x80) return value + byte * factor;
    value += (byte - 0x80) * factor;
    factor *= 0x80;
  }
}
