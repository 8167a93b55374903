import { BadItem } from "./bad-item.ts";
import type { AttributeValue } from "./otlp-attributes.ts";
import { readProtoAttribute } from "./proto-attributes.ts";
import { BadProtobuf, ProtoReader } from "./proto-reader.ts";
import { readProtoText } from "./proto-text.ts";
import {
  cutName,
  finishEvent,
  finishSpan,
  type Nanos,
  type RawEvent,
  type RawSpan,
  type ReceivedEvent,
  type ReceivedSpan,
} from "./received-span.ts";

/** Field numbers and wire types of opentelemetry-proto v1: `field << 3 | type`. */
const REQUEST = { resourceSpans: 0x0a };
const RESOURCE_SPANS = { resource: 0x0a, scopeSpans: 0x12 };
const RESOURCE = { attributes: 0x0a };
const SCOPE_SPANS = { spans: 0x12 };
const SPAN = {
  traceId: 0x0a,
  spanId: 0x12,
  parentSpanId: 0x22,
  name: 0x2a,
  start: 0x39,
  end: 0x41,
  attributes: 0x4a,
  events: 0x5a,
  status: 0x7a,
};
const EVENT = { time: 0x09, name: 0x12, attributes: 0x1a };
const STATUS = { code: 0x18 };

/** One span of a request, still in bytes: reading it may find that it is bad, and the others go on. */
export type SpanItem = { read: (now: Date) => ReceivedSpan };

/** listProtoSpans finds the spans of an ExportTraceServiceRequest without reading them. Throws BadProtobuf when the bytes are none. */
export function listProtoSpans(body: Uint8Array): SpanItem[] {
  const items: SpanItem[] = [];
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  eachMessage(new ProtoReader(bytes), REQUEST.resourceSpans, (group) => {
    const start = group.at;
    const resource = lazily(() => readResource(new ProtoReader(bytes, start, group.end)));
    eachMessage(group, RESOURCE_SPANS.scopeSpans, (scope) => {
      eachMessage(scope, SCOPE_SPANS.spans, (span) => {
        const { at } = span;
        // A span of one read is read again from its beginning, should anybody ask twice.
        items.push({
          read: (now) =>
            asBadItem(() => readSpanMessage(new ProtoReader(bytes, at, span.end), resource(), now)),
        });
        span.at = span.end;
      });
    });
  });
  return items;
}

function eachMessage(reader: ProtoReader, wanted: number, take: (message: ProtoReader) => void): void {
  while (reader.at < reader.end) {
    const tag = reader.readUint32();
    if (tag === wanted) take(reader.readMessage());
    else reader.skip(tag & 7);
  }
}

/** A bad resource makes each of its items bad, not the whole batch. */
function lazily<Value>(read: () => Value): () => Value {
  let known: { value: Value } | undefined;
  return () => {
    known ??= { value: asBadItem(read) };
    return known.value;
  };
}

function readResource(group: ProtoReader): Map<string, AttributeValue> {
  const attributes = new Map<string, AttributeValue>();
  eachMessage(group, RESOURCE_SPANS.resource, (resource) => {
    while (resource.at < resource.end) {
      const tag = resource.readUint32();
      if (tag === RESOURCE.attributes) readProtoAttribute(resource, attributes);
      else resource.skip(tag & 7);
    }
  });
  return attributes;
}

/** Bytes that are no protobuf within one span spoil that span only. */
function asBadItem<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof BadProtobuf) throw new BadItem("malformed", "A span is not protobuf.");
    throw error;
  }
}

function readSpanMessage(
  span: ProtoReader,
  resource: ReadonlyMap<string, AttributeValue>,
  now: Date,
): ReceivedSpan {
  const attributes = new Map<string, AttributeValue>();
  const raw: RawSpan = {
    traceId: "",
    spanId: "",
    parentSpanId: null,
    name: "",
    start: NEVER,
    end: NEVER,
    isError: false,
    attributes,
    resource,
    events: NO_EVENTS,
  };
  let events: RawEvent[] | null = null;
  while (span.at < span.end) {
    const tag = span.readUint32();
    if (tag === SPAN.attributes) readProtoAttribute(span, attributes);
    else if (tag === SPAN.events) {
      events ??= [];
      events.push(readEventMessage(span.readMessage()));
    } else readField(span, tag, raw);
  }
  if (events !== null) raw.events = events.map((event) => finishEvent(event, raw.start, now));
  return finishSpan(raw, now);
}

function readField(span: ProtoReader, tag: number, raw: RawSpan): void {
  if (tag === SPAN.traceId) raw.traceId = span.readHex();
  else if (tag === SPAN.spanId) raw.spanId = span.readHex();
  else if (tag === SPAN.parentSpanId) raw.parentSpanId = span.readHex() || null;
  else if (tag === SPAN.name) raw.name = cutName(readProtoText(span));
  else if (tag === SPAN.start) raw.start = span.readNanos();
  else if (tag === SPAN.end) raw.end = span.readNanos();
  else if (tag === SPAN.status) raw.isError = readStatus(span.readMessage());
  else span.skip(tag & 7);
}

/** Most spans have none. */
const NO_EVENTS: ReceivedEvent[] = [];

/** What a time is that was not sent; checks refuse it. */
const NEVER: Nanos = { ms: 0, restNs: 0 };

function readEventMessage(event: ProtoReader): RawEvent {
  const attributes = new Map<string, AttributeValue>();
  let name = "";
  let time: Nanos | null = null;
  while (event.at < event.end) {
    const tag = event.readUint32();
    if (tag === EVENT.attributes) readProtoAttribute(event, attributes);
    else if (tag === EVENT.name) name = cutName(readProtoText(event));
    else if (tag === EVENT.time) time = event.readNanos();
    else event.skip(tag & 7);
  }
  return { name, time, attributes };
}

const ERROR_CODE = 2;

function readStatus(status: ProtoReader): boolean {
  let code: number | string = 0;
  while (status.at < status.end) {
    const tag = status.readUint32();
    if (tag === STATUS.code) code = status.readInt64();
    else status.skip(tag & 7);
  }
  return code === ERROR_CODE;
}
