import { BadItem } from "./bad-item.ts";
import { type Attributes, isRecord, listOf, readAttributes } from "./otlp-attributes.ts";
import { isStorableText } from "./strict-json.ts";

export type ReceivedEvent = { name: string; at: Date; attributes: Attributes };

/** One span as it came in, checked and typed, whichever encoding it had. */
export type ReceivedSpan = {
  traceId: string;
  spanId: string;
  parentSpanId: string | null;
  name: string;
  startedAt: Date;
  latencyMs: number;
  isError: boolean;
  attributes: Attributes;
  resource: Attributes;
  events: ReceivedEvent[];
};

const MAX_AGE_MS = 366 * 86_400_000;
const MAX_AHEAD_MS = 5 * 60_000;
const MAX_LATENCY_MS = 86_400_000;
const STATUS_ERROR = 2;

/** A time as whole milliseconds since 1970 and the nanoseconds beyond, both exact. */
export type Nanos = { ms: number; restNs: number };
/** An event as it was decoded; without a time of its own it has the span's. */
export type RawEvent = { name: string; time: Nanos | null; attributes: Attributes };
/** A span as it was decoded, whatever the encoding: typed, and nothing of it checked against the others. */
export type RawSpan = Omit<ReceivedSpan, "startedAt" | "latencyMs"> & { start: Nanos; end: Nanos };

/** readSpan checks one span that came as JSON. Throws BadItem: times within a year back and five minutes ahead of `now`. */
export function readSpan(value: unknown, resource: Attributes, now: Date): ReceivedSpan {
  if (!isRecord(value)) throw new BadItem("malformed", "A span is not an object.");
  const start = readNanos(value.startTimeUnixNano, "startTimeUnixNano");
  const end = readNanos(value.endTimeUnixNano, "endTimeUnixNano");
  return finishSpan(
    {
      traceId: readHexId(value.traceId),
      spanId: readHexId(value.spanId),
      parentSpanId: isEmptyId(value.parentSpanId) ? null : readHexId(value.parentSpanId),
      name: readName(value.name),
      start,
      end,
      isError: isRecord(value.status) && Number(value.status.code) === STATUS_ERROR,
      attributes: readAttributes(value.attributes),
      resource,
      events: listOf(value.events, "events").map((event) => readEvent(event, start, now)),
    },
    now,
  );
}

/** finishSpan checks what a span says of itself: its ids, and that its times are possible. Throws BadItem. */
export function finishSpan(span: RawSpan, now: Date): ReceivedSpan {
  const { start, end } = span;
  const latencyMs = end.ms - start.ms + (end.restNs - start.restNs) / 1e6;
  if (latencyMs < 0) throw new BadItem("bad-time", "The span ends before it starts.");
  const startedAt = checkTime(start, now);
  checkTime(end, now);
  if (latencyMs > MAX_LATENCY_MS) throw new BadItem("out-of-range", "The span is longer than a day.");
  return {
    traceId: checkId(span.traceId, 16, "traceId"),
    spanId: checkId(span.spanId, 8, "spanId"),
    parentSpanId: span.parentSpanId === null ? null : checkId(span.parentSpanId, 8, "parentSpanId"),
    name: span.name,
    startedAt,
    latencyMs,
    isError: span.isError,
    attributes: span.attributes,
    resource: span.resource,
    events: span.events,
  };
}

/** finishEvent gives an event its time. Throws BadItem when that is impossible. */
export function finishEvent({ name, time, attributes }: RawEvent, start: Nanos, now: Date): ReceivedEvent {
  return { name, at: checkTime(time ?? start, now), attributes };
}

function readEvent(value: unknown, start: Nanos, now: Date): ReceivedEvent {
  if (!isRecord(value)) throw new BadItem("malformed", "An event is not an object.");
  const time = value.timeUnixNano === undefined ? null : readNanos(value.timeUnixNano, "timeUnixNano");
  return finishEvent(
    { name: readName(value.name), time, attributes: readAttributes(value.attributes) },
    start,
    now,
  );
}

/** readNanos reads nanoseconds since 1970, as text or as a number. Throws BadItem when absent. */
export function readNanos(value: unknown, field: string): Nanos {
  const text =
    typeof value === "number" && Number.isInteger(value) && value >= 0 ? String(BigInt(value)) : value;
  if (typeof text !== "string" || !/^\d{1,20}$/.test(text)) {
    throw new BadItem("bad-time", `${field} is missing or not a number of nanoseconds.`);
  }
  return { ms: Number(text.slice(0, -6)), restNs: Number(text.slice(-6)) };
}

/** checkTime refuses what cannot be a time of this report: clocks that were never set, and the future. */
export function checkTime({ ms }: Nanos, now: Date): Date {
  const ageMs = now.getTime() - ms;
  if (ageMs > MAX_AGE_MS) throw new BadItem("bad-time", "A time is more than a year ago.");
  if (ageMs < -MAX_AHEAD_MS) throw new BadItem("bad-time", "A time is more than five minutes ahead.");
  return new Date(ms);
}

/** isEmptyId says whether an id was left out: absent, or of no length. */
export function isEmptyId(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === "" ||
    (value instanceof Uint8Array && value.length === 0)
  );
}

/** readId reads a trace or span id (hex in JSON, bytes in protobuf) as lower-case hex. Zeros are no id. */
export function readId(value: unknown, byteLength: number, field: string): string {
  return checkId(readHexId(value), byteLength, field);
}

function readHexId(value: unknown): string {
  if (typeof value === "string") return value;
  return value instanceof Uint8Array ? Buffer.from(value).toString("hex") : "";
}

const HEX = /^[0-9a-f]+$/i;
const ZEROS = /^0+$/;

function checkId(hex: string, byteLength: number, field: string): string {
  if (hex.length !== byteLength * 2 || !HEX.test(hex) || ZEROS.test(hex)) {
    throw new BadItem("bad-id", `${field} is not ${byteLength * 2} hex digits.`);
  }
  return hex.toLowerCase();
}

const MAX_NAME_LENGTH = 256;

function readName(value: unknown): string {
  if (value === undefined) return "";
  if (typeof value !== "string") throw new BadItem("malformed", "A name is not a string.");
  if (!isStorableText(value)) throw new BadItem("bad-text", "A name has a character that cannot be stored.");
  return cutName(value);
}

/** cutName cuts the name of a span or event to what is kept. */
export function cutName(name: string): string {
  return truncateText(name, MAX_NAME_LENGTH);
}

/** truncateText cuts a text to a length without leaving half a character. */
export function truncateText(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : text.slice(0, maxLength).replace(/[\ud800-\udbff]$/, "");
}
