/** Thrown where bytes are no protobuf: they end too early, or have a wire type that does not exist. */
export class BadProtobuf extends Error {
  constructor() {
    super("the bytes are not protobuf");
    this.name = "BadProtobuf";
  }
}

/** A part of a message: from `at` up to `end`. Reading moves `at`. */
export class ProtoReader {
  readonly bytes: Buffer;
  at: number;
  end: number;

  constructor(bytes: Buffer, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /** A field number and wire type, or a length. Values beyond 32 bits are no such thing. */
  readUint32(): number {
    const first = this.bytes[this.at];
    if (first !== undefined && first < 0x80 && this.at < this.end) {
      this.at += 1;
      return first;
    }
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.readByte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        if (value > 0xffff_ffff) throw new BadProtobuf();
        return value;
      }
    }
    throw new BadProtobuf();
  }

  /** A 64-bit integer: as a number where that is exact, else as text. */
  readInt64(): number | string {
    let low = 0;
    let high = 0;
    for (let index = 0; index < 10; index += 1) {
      const byte = this.readByte();
      const bits = byte & 0x7f;
      if (index < 4) low += bits * 2 ** (index * 7);
      else if (index === 4) {
        low += (bits & 0x0f) * 2 ** 28;
        high += bits >> 4;
      } else high += bits * 2 ** (index * 7 - 32);
      if (byte < 0x80) return toSigned(low, high % 2 ** 32);
    }
    throw new BadProtobuf();
  }

  /** Skips the length that the next message has, and answers where that message ends. */
  readMessageEnd(): number {
    const end = this.readUint32() + this.at;
    if (end > this.end) throw new BadProtobuf();
    return end;
  }

  /** The next message as a part of its own; this reader goes on after it. */
  readMessage(): ProtoReader {
    const end = this.readMessageEnd();
    const message = new ProtoReader(this.bytes, this.at, end);
    this.at = end;
    return message;
  }

  /** Reads on within the next message only, and answers what `leave` has to be told after it. */
  enter(): number {
    const outerEnd = this.end;
    this.end = this.readMessageEnd();
    return outerEnd;
  }

  /** Goes on after the message that was entered. */
  leave(outerEnd: number): void {
    this.at = this.end;
    this.end = outerEnd;
  }

  /** The next length-delimited field as hexadecimal digits. */
  readHex(): string {
    const end = this.readMessageEnd();
    const hex = this.bytes.toString("hex", this.at, end);
    this.at = end;
    return hex;
  }

  readDouble(): number {
    this.need(8);
    const value = this.bytes.readDoubleLE(this.at);
    this.at += 8;
    return value;
  }

  /** Nanoseconds since 1970 as whole milliseconds and the nanoseconds beyond, both exact. */
  readNanos(): { ms: number; restNs: number } {
    this.need(8);
    const low = this.bytes.readUInt32LE(this.at);
    const high = this.bytes.readUInt32LE(this.at + 4);
    this.at += 8;
    // 2^32 ns are 4294 ms and 967296 ns; each product stays below 2^53.
    const rest = high * 967_296 + low;
    return { ms: high * 4_294 + Math.floor(rest / 1_000_000), restNs: rest % 1_000_000 };
  }

  skip(wireType: number): void {
    switch (wireType) {
      case 0:
        for (let index = 0; index < 10; index += 1) if (this.readByte() < 0x80) return;
        throw new BadProtobuf();
      case 1:
        this.need(8);
        this.at += 8;
        return;
      case 2:
        this.at = this.readMessageEnd();
        return;
      case 5:
        this.need(4);
        this.at += 4;
        return;
      default:
        throw new BadProtobuf();
    }
  }

  private readByte(): number {
    if (this.at >= this.end) throw new BadProtobuf();
    const byte = this.bytes[this.at] ?? 0;
    this.at += 1;
    return byte;
  }

  private need(count: number): void {
    if (this.at + count > this.end) throw new BadProtobuf();
  }
}

function toSigned(low: number, high: number): number | string {
  const signedHigh = high >= 2 ** 31 ? high - 2 ** 32 : high;
  const value = signedHigh * 2 ** 32 + low;
  if (Number.isSafeInteger(value)) return value;
  return String(BigInt(signedHigh) * 4_294_967_296n + BigInt(low));
}
