const FIRST_BYTES = 64 * 1024;
/** Up to here a loop over the characters is faster than a call into the runtime. */
const SHORT = 160;
/** Postgres counts microseconds from the first of January 2000. */
const POSTGRES_EPOCH_MS = 946_684_800_000;
const SIGNATURE = Buffer.from("PGCOPY\n\xff\r\n\0", "latin1");

/** Thrown for a number or date that its column cannot hold. */
export class UnstorableValue extends Error {
  constructor() {
    super("a value cannot be held by its column");
    this.name = "UnstorableValue";
  }
}

/**
 * A growing stream of Postgres' binary format for COPY: a signature, rows of values that each have their length before
 * them, and an end. Source: "Binary Format" in Postgres' documentation of COPY, and the send functions of its types.
 */
export class CopyBuffer {
  private bytes = Buffer.allocUnsafe(FIRST_BYTES);
  private at = 0;

  constructor() {
    this.at = SIGNATURE.copy(this.bytes);
    this.uint32(0);
    this.uint32(0);
  }

  /** Begins a row of so many values. */
  row(valueCount: number): void {
    this.need(2);
    this.at = this.bytes.writeInt16BE(valueCount, this.at);
  }

  null(): void {
    this.need(4);
    this.uint32(0xffff_ffff);
  }

  boolean(value: boolean): void {
    this.need(5);
    this.uint32(1);
    this.bytes[this.at++] = value ? 1 : 0;
  }

  /** Throws UnstorableValue for what is no 32-bit integer. */
  integer(value: number): void {
    if ((value | 0) !== value) throw new UnstorableValue();
    this.need(8);
    this.uint32(4);
    this.at = this.bytes.writeInt32BE(value, this.at);
  }

  double(value: number): void {
    this.need(12);
    this.uint32(8);
    this.at = this.bytes.writeDoubleBE(value, this.at);
  }

  /** Throws UnstorableValue for an invalid date, and for years that nobody means. */
  timestamp(value: Date): void {
    const micros = (value.getTime() - POSTGRES_EPOCH_MS) * 1_000;
    if (!Number.isSafeInteger(micros)) throw new UnstorableValue();
    this.need(12);
    this.uint32(8);
    const high = Math.floor(micros / 2 ** 32);
    this.uint32(high);
    this.uint32(micros - high * 2 ** 32);
  }

  text(value: string): void {
    this.need(4 + value.length * 3);
    const start = this.at;
    this.at += 4;
    this.write(value);
    this.setLength(start);
  }

  /** A value of type jsonb, as JSON; its first byte is the version of the format. */
  jsonb(json: string): void {
    this.need(5 + json.length * 3);
    const start = this.at;
    this.at += 4;
    this.bytes[this.at++] = 1;
    this.write(json);
    this.setLength(start);
  }

  /** Ends the stream and answers all of it; nothing more may be written. */
  end(): Buffer {
    this.need(2);
    this.at = this.bytes.writeInt16BE(-1, this.at);
    return this.bytes.subarray(0, this.at);
  }

  private setLength(start: number): void {
    const end = this.at;
    this.at = start;
    this.uint32(end - start - 4);
    this.at = end;
  }

  private write(text: string): void {
    const { length } = text;
    const { bytes } = this;
    if (length <= SHORT) {
      let at = this.at;
      let index = 0;
      for (; index < length; index += 1) {
        const code = text.charCodeAt(index);
        if (code > 0x7f) break;
        bytes[at++] = code;
      }
      if (index === length) {
        this.at = at;
        return;
      }
    }
    this.at += bytes.write(text, this.at, "utf8");
  }

  private uint32(value: number): void {
    const { bytes } = this;
    bytes[this.at++] = value >>> 24;
    bytes[this.at++] = value >>> 16;
    bytes[this.at++] = value >>> 8;
    bytes[this.at++] = value;
  }

  private need(count: number): void {
    if (this.at + count <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.at + count));
    this.bytes.copy(larger, 0, 0, this.at);
    this.bytes = larger;
  }
}
