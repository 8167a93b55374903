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

/** readSpan checks one decoded span. Throws BadItem: times within a year back and five minutes ahead of `now`. */
export function readSpan(value: unknown, resource: Attributes, now: Date): ReceivedSpan {
  if (!isRecord(value)) throw new BadItem("malformed", "A span is not an object.");
  const startNs = readNanos(value.startTimeUnixNano, "startTimeUnixNano");
  const endNs = readNanos(value.endTimeUnixNano, "endTimeUnixNano");
  if (endNs < startNs) throw new BadItem("bad-time", "The span ends before it starts.");
  const latencyMs = Number(endNs - startNs) / 1e6;
  checkTime(startNs, now);
  checkTime(endNs, now);
  if (latencyMs > MAX_LATENCY_MS) throw new BadItem("out-of-range", "The span is longer than a day.");
  return {
    traceId: readId(value.traceId, 16, "traceId"),
    spanId: readId(value.spanId, 8, "spanId"),
    parentSpanId: isEmptyId(value.parentSpanId) ? null : readId(value.parentSpanId, 8, "parentSpanId"),
    name: readName(value.name),
    startedAt: toDate(startNs),
    latencyMs,
    isError: isRecord(value.status) && Number(value.status.code) === STATUS_ERROR,
    attributes: readAttributes(value.attributes),
    resource,
    events: listOf(value.events, "events").map((event) => readEvent(event, startNs, now)),
  };
}

function readEvent(value: unknown, startNs: bigint, now: Date): ReceivedEvent {
  if (!isRecord(value)) throw new BadItem("malformed", "An event is not an object.");
  const atNs = value.timeUnixNano === undefined ? startNs : readNanos(value.timeUnixNano, "timeUnixNano");
  return {
    name: readName(value.name),
    at: checkTime(atNs, now),
    attributes: readAttributes(value.attributes),
  };
}

/** readNanos reads nanoseconds since 1970, as text or as a number. Throws BadItem when absent. */
export function readNanos(value: unknown, field: string): bigint {
  if (typeof value === "string" && /^\d{1,20}$/.test(value)) return BigInt(value);
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return BigInt(value);
  throw new BadItem("bad-time", `${field} is missing or not a number of nanoseconds.`);
}

/** checkTime refuses what cannot be a time of this report: clocks that were never set, and the future. */
export function checkTime(nanos: bigint, now: Date): Date {
  const ms = Number(nanos / 1_000_000n);
  const ageMs = now.getTime() - ms;
  if (ageMs > MAX_AGE_MS) throw new BadItem("bad-time", "A time is more than a year ago.");
  if (ageMs < -MAX_AHEAD_MS) throw new BadItem("bad-time", "A time is more than five minutes ahead.");
  return new Date(ms);
}

function toDate(nanos: bigint): Date {
  return new Date(Number(nanos / 1_000_000n));
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
  const hex = value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value;
  const isId = typeof hex === "string" && hex.length === byteLength * 2 && /^[0-9a-f]+$/i.test(hex);
  if (!isId || /^0+$/.test(hex)) throw new BadItem("bad-id", `${field} is not ${byteLength * 2} hex digits.`);
  return hex.toLowerCase();
}

const MAX_NAME_LENGTH = 256;

function readName(value: unknown): string {
  if (value === undefined) return "";
  if (typeof value !== "string") throw new BadItem("malformed", "A name is not a string.");
  if (!isStorableText(value)) throw new BadItem("bad-text", "A name has a character that cannot be stored.");
  return truncateText(value, MAX_NAME_LENGTH);
}

/** truncateText cuts a text to a length without leaving half a character. */
export function truncateText(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : text.slice(0, maxLength).replace(/[\ud800-\udbff]$/, "");
}
