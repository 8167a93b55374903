import { listProtoSpans } from "../../../lib/dataplane/proto-spans.ts";
import { listJsonSpans, type ReadBatch, readSpans } from "../../../lib/dataplane/read-batch.ts";
import { decodeUtf8, parseStrictJson } from "../../../lib/dataplane/strict-json.ts";
import { decodeTracesWithProtobufjs } from "../../../lib/dataplane/testing/encode-spans.ts";
import type { BenchRow } from "../frame/bench-row.ts";
import { coreMs } from "../frame/core-ms.ts";
import { createSpanBodies } from "../frame/span-bodies.ts";

const SPANS_PER_BODY = 500;
const JSON_LIMITS = { maxDepth: 32, maxKeys: 2_000_000 };

/** OTLP decoding, on one core: from the bytes of a body to checked and redacted rows. */
export const otlpDecoding: BenchRow = {
  name: "OTLP decoding",
  rounds: 9,
  open: async ({ scale }) => {
    const bodies = Math.max(4, Math.round(40 * scale));
    const protobuf = createSpanBodies("application/x-protobuf", SPANS_PER_BODY);
    const json = createSpanBodies("application/json", SPANS_PER_BODY);
    const side = (name: string, next: () => Buffer, decode: (body: Buffer) => number) => ({
      name,
      measure: async () => {
        const made = Array.from({ length: bodies }, next);
        const startedAt = coreMs();
        let spans = 0;
        for (const body of made) spans += decode(body);
        const seconds = (coreMs() - startedAt) / 1_000;
        if (spans !== bodies * SPANS_PER_BODY) throw new Error(`${name} read ${spans} spans`);
        return spans / seconds;
      },
    });
    return {
      unit: "spans/s of a core",
      sides: [
        side("ours, protobuf", protobuf.next, (body) => count(readSpans(listProtoSpans(body), sender()))),
        side("ours, JSON", json.next, (body) => count(readSpans(listJsonSpans(parseStrict(body)), sender()))),
        side("protobufjs alone", protobuf.next, (body) => {
          decodeTracesWithProtobufjs(body);
          return SPANS_PER_BODY;
        }),
        side("JSON.parse alone", json.next, (body) => {
          JSON.parse(body.toString("utf8"));
          return SPANS_PER_BODY;
        }),
      ],
      goals: [
        { name: "protobuf to JSON", of: "ours, protobuf", against: "ours, JSON", limit: { atLeast: 2.5 } },
      ],
      close: async () => {},
    };
  },
};

const sender = () => ({
  ...{
    projectId: "prj_1",
    projectSlug: "deploybuddy",
    keyId: "key_1",
    environment: null,
    assignmentKey: null,
    onlySigned: false,
    receivedAt: new Date(),
  },
});

function count(batch: ReadBatch): number {
  if (batch.rejectedCount > 0) throw new Error(`spans were refused: ${batch.messages}`);
  return batch.spans.length;
}

function parseStrict(body: Buffer): unknown {
  const parsed = parseStrictJson(decodeUtf8(body) ?? "", JSON_LIMITS);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.value;
}
