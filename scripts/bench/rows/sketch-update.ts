import { listProtoSpans } from "../../../lib/dataplane/proto-spans.ts";
import { readSpans } from "../../../lib/dataplane/read-batch.ts";
import { encodeRows } from "../../../lib/db/traces/encode-rows.ts";
import type { InferenceCallRow } from "../../../lib/db/traces/trace-rows.ts";
import { CALLS_TABLE } from "../../../lib/db/traces/trace-tables.ts";
import { createWindowMemory } from "../../../lib/db/traces/windows/window-memory.ts";
import { addToSketch, countOfSketch, createSketch } from "../../../lib/domain/stats/sketch/log-sketch.ts";
import { packSketch } from "../../../lib/domain/stats/sketch/pack-sketch.ts";
import type { BenchRow } from "../frame/bench-row.ts";
import { coreMs } from "../frame/core-ms.ts";
import { createSpanBodies } from "../frame/span-bodies.ts";

const SPANS_PER_BODY = 500;

/** Sketch update: what counting the windows of a call costs, against all that ingest does with the call before. */
export const sketchUpdate: BenchRow = {
  name: "sketch update",
  rounds: 15,
  open: async ({ scale }) => {
    const bodies = Math.max(4, Math.round(40 * scale));
    const protobuf = createSpanBodies("application/x-protobuf", SPANS_PER_BODY);
    const spans = bodies * SPANS_PER_BODY;
    const readAll = (made: readonly Buffer[]) => made.flatMap(readCalls);
    const made = () => Array.from({ length: bodies }, protobuf.next);
    return {
      unit: "µs a call",
      sides: [
        {
          name: "windows",
          measure: async () => {
            const memory = createWindowMemory();
            let ms = 0;
            // A body at a time, as they come: over many at once the collector's work for them would be counted here.
            for (const [index, body] of made().entries()) {
              const calls = readCalls(body);
              const startedAt = coreMs();
              memory.count(calls, []);
              // As in ingest: written after each group of 5,000.
              if (index % 10 === 9) {
                for (const entry of memory.changed()) packSketch(entry.sketch);
                memory.settle();
              }
              ms += coreMs() - startedAt;
            }
            return (ms * 1_000) / spans;
          },
        },
        {
          name: "decoding and encoding",
          measure: async () => {
            const some = made();
            const startedAt = coreMs();
            const calls = readAll(some);
            encodeRows(CALLS_TABLE, calls);
            if (calls.length !== spans) throw new Error(`${calls.length} of ${spans} calls were read`);
            return ((coreMs() - startedAt) * 1_000) / spans;
          },
        },
        {
          name: "one increment",
          measure: async () => {
            const sketch = createSketch();
            const startedAt = coreMs();
            for (let index = 1; index <= spans; index += 1) addToSketch(sketch, (index * 7_919) % 60_000);
            const each = ((coreMs() - startedAt) * 1_000) / spans;
            if (countOfSketch(sketch) !== spans) throw new Error("the sketch lost values");
            return each;
          },
        },
      ],
      goals: [
        {
          name: "share of ingest's CPU",
          of: "windows",
          against: "decoding and encoding",
          limit: { atMost: 0.05 },
        },
      ],
      close: async () => {},
    };
  },
};

function readCalls(body: Buffer): InferenceCallRow[] {
  const sender = {
    ...{ projectId: "prj_1", projectSlug: "deploybuddy", keyId: "key_1", environment: null },
    ...{ assignmentKey: null, onlySigned: false },
  };
  return readSpans(listProtoSpans(body), { ...sender, receivedAt: new Date() }).spans.map(
    (span) => span.call,
  );
}
