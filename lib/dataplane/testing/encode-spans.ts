import protobuf from "protobufjs/light.js";

/** An independent encoder of OTLP traces, from the shape of OTLP/JSON: ids in hex, times in text. */
const field = (type: string, id: number) => ({ type, id });
const list = (type: string, id: number) => ({ rule: "repeated", type, id });
const VALUE_NAMES = [
  "stringValue",
  "boolValue",
  "intValue",
  "doubleValue",
  "arrayValue",
  "kvlistValue",
  "bytesValue",
];

const root = protobuf.Root.fromJSON({
  nested: {
    AnyValue: {
      oneofs: { value: { oneof: VALUE_NAMES } },
      fields: {
        ...{ stringValue: field("string", 1), boolValue: field("bool", 2), intValue: field("int64", 3) },
        ...{ doubleValue: field("double", 4), arrayValue: field("ArrayValue", 5) },
        ...{ kvlistValue: field("KeyValueList", 6), bytesValue: field("bytes", 7) },
      },
    },
    ArrayValue: { fields: { values: list("AnyValue", 1) } },
    KeyValueList: { fields: { values: list("KeyValue", 1) } },
    KeyValue: { fields: { key: field("string", 1), value: field("AnyValue", 2) } },
    Resource: { fields: { attributes: list("KeyValue", 1) } },
    Event: {
      fields: {
        timeUnixNano: field("fixed64", 1),
        name: field("string", 2),
        attributes: list("KeyValue", 3),
      },
    },
    Status: { fields: { message: field("string", 2), code: field("int32", 3) } },
    Span: {
      fields: {
        ...{ traceId: field("bytes", 1), spanId: field("bytes", 2), traceState: field("string", 3) },
        ...{ parentSpanId: field("bytes", 4), name: field("string", 5), kind: field("int32", 6) },
        ...{ startTimeUnixNano: field("fixed64", 7), endTimeUnixNano: field("fixed64", 8) },
        ...{ attributes: list("KeyValue", 9), events: list("Event", 11), status: field("Status", 15) },
      },
    },
    ScopeSpans: { fields: { spans: list("Span", 2) } },
    ResourceSpans: { fields: { resource: field("Resource", 1), scopeSpans: list("ScopeSpans", 2) } },
    TracesRequest: { fields: { resourceSpans: list("ResourceSpans", 1) } },
  },
}).resolveAll();
const request = root.lookupType("TracesRequest");

type JsonSpan = { traceId: string; spanId: string; parentSpanId?: string } & Record<string, unknown>;
export type JsonTraces = {
  resourceSpans: { resource?: unknown; scopeSpans: { spans: JsonSpan[] }[] }[];
};

/** encodeTraces writes an export request as protobuf. */
export function encodeTraces(traces: JsonTraces): Uint8Array {
  const resourceSpans = traces.resourceSpans.map((group) => ({
    ...group,
    scopeSpans: group.scopeSpans.map((scope) => ({ spans: scope.spans.map(withBytes) })),
  }));
  return request.encode(request.fromObject({ resourceSpans })).finish();
}

/** decodeTracesWithProtobufjs decodes an export request the usual way: a peer of proto-spans.ts. */
export function decodeTracesWithProtobufjs(bytes: Uint8Array): unknown {
  return request.toObject(request.decode(bytes), { longs: String });
}

function withBytes(span: JsonSpan): Record<string, unknown> {
  const bytes = (hex: string) => Buffer.from(hex, "hex");
  const parent = span.parentSpanId === undefined ? {} : { parentSpanId: bytes(span.parentSpanId) };
  return { ...span, traceId: bytes(span.traceId), spanId: bytes(span.spanId), ...parent };
}
