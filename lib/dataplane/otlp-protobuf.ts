import protobuf from "protobufjs/light.js";

/** The stable field numbers of opentelemetry-proto v1 and google.rpc.Status; unknown fields are skipped. */
const field = (type: string, id: number) => ({ type, id });
const list = (type: string, id: number) => ({ rule: "repeated", type, id });

const DESCRIPTOR = {
  nested: {
    AnyValue: {
      oneofs: {
        value: {
          oneof: [
            "stringValue",
            "boolValue",
            "intValue",
            "doubleValue",
            "arrayValue",
            "kvlistValue",
            "bytesValue",
          ],
        },
      },
      fields: {
        stringValue: field("string", 1),
        boolValue: field("bool", 2),
        intValue: field("int64", 3),
        doubleValue: field("double", 4),
        arrayValue: field("ArrayValue", 5),
        kvlistValue: field("KeyValueList", 6),
        bytesValue: field("bytes", 7),
      },
    },
    ArrayValue: { fields: { values: list("AnyValue", 1) } },
    KeyValueList: { fields: { values: list("KeyValue", 1) } },
    KeyValue: { fields: { key: field("string", 1), value: field("AnyValue", 2) } },
    Resource: { fields: { attributes: list("KeyValue", 1) } },
    LogRecord: {
      fields: {
        timeUnixNano: field("fixed64", 1),
        attributes: list("KeyValue", 6),
        traceId: field("bytes", 9),
        spanId: field("bytes", 10),
        observedTimeUnixNano: field("fixed64", 11),
        eventName: field("string", 12),
      },
    },
    ScopeLogs: { fields: { logRecords: list("LogRecord", 2) } },
    ResourceLogs: { fields: { resource: field("Resource", 1), scopeLogs: list("ScopeLogs", 2) } },
    LogsRequest: { fields: { resourceLogs: list("ResourceLogs", 1) } },
    PartialSuccess: { fields: { rejected: field("int64", 1), errorMessage: field("string", 2) } },
    ExportResponse: { fields: { partialSuccess: field("PartialSuccess", 1) } },
    Status: { fields: { code: field("int32", 1), message: field("string", 2) } },
  },
};

const root = protobuf.Root.fromJSON(DESCRIPTOR).resolveAll();
const logsRequest = root.lookupType("LogsRequest");
const exportResponse = root.lookupType("ExportResponse");
const rpcStatus = root.lookupType("Status");

/** decodeLogs decodes an ExportLogsServiceRequest to the shape of OTLP/JSON, with ids as bytes. Throws when it is none. Spans have a reader of their own (proto-spans.ts), since they come by the million. */
export function decodeLogs(bytes: Uint8Array): unknown {
  return logsRequest.toObject(logsRequest.decode(bytes), { longs: String });
}

export type PartialSuccess = { rejected: number; errorMessage: string };

/** encodeExportResponse encodes an answer of 200; null is full success, which is the empty message. */
export function encodeExportResponse(partialSuccess: PartialSuccess | null): Uint8Array {
  return exportResponse
    .encode(exportResponse.fromObject(partialSuccess === null ? {} : { partialSuccess }))
    .finish();
}

/** encodeStatus encodes a google.rpc.Status, the body of every error of OTLP/HTTP. */
export function encodeStatus(status: { code: number; message: string }): Uint8Array {
  return rpcStatus.encode(rpcStatus.fromObject(status)).finish();
}
