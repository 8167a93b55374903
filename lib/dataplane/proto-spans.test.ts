import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BadProtobuf } from "./proto-reader.ts";
import { listProtoSpans } from "./proto-spans.ts";
import { listJsonSpans, readSpans } from "./read-batch.ts";
import type { SpanSender } from "./sender.ts";
import { encodeTraces, type JsonTraces } from "./testing/encode-spans.ts";

const now = new Date("2026-04-10T12:00:00Z");
const sender: SpanSender = {
  ...{ projectId: "prj_1", projectSlug: "deploybuddy", keyId: "key_1", environment: null, receivedAt: now },
  ...{ assignmentKey: null, onlySigned: false },
};
const startNs = BigInt(now.getTime()) * 1_000_000n - 5_000_000_000n;

const hex = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((array) => Buffer.from(array).toString("hex"));
const key = fc.oneof(
  fc.constantFrom(
    "request.id",
    "gen_ai.usage.input_tokens",
    "release.arm",
    "gen_ai.request.model",
    "note",
    "a.b",
  ),
  fc.string({ maxLength: 70, unit: "grapheme" }),
);
const { anyValue } = fc.letrec<{ anyValue: object; pair: object }>((tie) => ({
  anyValue: fc.oneof(
    { depthSize: "small", maxDepth: 4 },
    fc.record({ stringValue: fc.string({ maxLength: 40, unit: "grapheme" }) }),
    fc.record({ boolValue: fc.boolean() }),
    fc.record({ intValue: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String) }),
    fc.record({ intValue: fc.integer({ min: -3, max: 400 }).map(String) }),
    fc.record({ doubleValue: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
    fc.record({ arrayValue: fc.record({ values: fc.array(tie("anyValue"), { maxLength: 3 }) }) }),
    fc.record({ kvlistValue: fc.record({ values: fc.array(tie("pair"), { maxLength: 3 }) }) }),
    fc.constant({}),
  ),
  pair: fc.record({ key, value: tie("anyValue") }),
}));
const attributes = fc.array(fc.record({ key, value: anyValue }), { maxLength: 8 });
const span = fc.record({
  ...{ traceId: hex(16), spanId: hex(8), name: fc.string({ maxLength: 20, unit: "grapheme" }), attributes },
  startTimeUnixNano: fc.constant(String(startNs)),
  endTimeUnixNano: fc.bigInt({ min: -10n, max: 4_000_000_000n }).map((later) => String(startNs + later)),
  events: fc.array(
    fc.record({
      name: fc.constantFrom("feature_view.read", "gen_ai.evaluation.result", "other"),
      timeUnixNano: fc.constant(String(startNs + 5n)),
      attributes,
    }),
    { maxLength: 2 },
  ),
  status: fc.record({ code: fc.constantFrom(0, 1, 2) }),
  kind: fc.constantFrom(1, 3),
});

const request = (...spans: JsonTraces["resourceSpans"][number]["scopeSpans"][number]["spans"]) => ({
  resourceSpans: [
    {
      resource: { attributes: [{ key: "service.name", value: { stringValue: "bot" } }] },
      scopeSpans: [{ spans }],
    },
  ],
});
const good = (changes = {}) => ({
  ...{ traceId: "ab".repeat(16), spanId: "cd".repeat(8), name: "chat", attributes: [] as object[] },
  ...{ startTimeUnixNano: String(startNs), endTimeUnixNano: String(startNs + 12_345_678n), ...changes },
});

describe("spans in protobuf", () => {
  it("become the same rows as the same spans in JSON, the same ones refused", () => {
    fc.assert(
      fc.property(fc.array(span, { minLength: 1, maxLength: 4 }), (spans) => {
        const traces = request(...spans);
        const fromProtobuf = readSpans(listProtoSpans(encodeTraces(traces)), sender);
        const fromJson = readSpans(listJsonSpans(traces), sender);
        expect(fromProtobuf.rejectedCount).toBe(fromJson.rejectedCount);
        expect(fromProtobuf.spans).toEqual(fromJson.spans);
      }),
      { numRuns: 300 },
    );
  });

  it("keep milliseconds and nanoseconds exactly", () => {
    const [read] = readSpans(listProtoSpans(encodeTraces(request(good()))), sender).spans;
    expect(read?.call.startedAt.getTime()).toBe(now.getTime() - 5_000);
    expect(read?.call.latencyMs).toBeCloseTo(12.345678, 9);
    expect(read?.call.serviceName).toBe("bot");
  });

  it("refuse the one that is broken inside and keep the others", () => {
    const whole = Buffer.from(encodeTraces(request(good(), good({ name: "BROKEN" }))));
    // The name's field gets a wire type that does not exist.
    whole[whole.indexOf("BROKEN") - 2] = 0x2e;
    const batch = readSpans(listProtoSpans(whole), sender);
    expect([batch.itemCount, batch.rejectedCount, batch.messages]).toEqual([
      2,
      1,
      ["malformed: A span is not protobuf."],
    ]);
  });

  it("refuse a text that is not UTF-8, and take the replacement character where it was sent", () => {
    const note = (stringValue: string) => good({ attributes: [{ key: "note", value: { stringValue } }] });
    const sent = encodeTraces(request(note("a\ufffdb")));
    expect(readSpans(listProtoSpans(sent), sender).rejectedCount).toBe(0);
    const broken = Buffer.from(encodeTraces(request(note("WXYZ"))));
    broken[broken.indexOf("WXYZ") + 1] = 0xff;
    expect(readSpans(listProtoSpans(broken), sender).messages).toEqual(["bad-text: A text is not UTF-8."]);
  });

  it.each([
    ["a short name", "WXYZ"],
    ["a name too long to be remembered", `WXYZ${"n".repeat(80)}`],
  ])("refuse %s that is not UTF-8, and take the replacement character in it where it was sent", (_, key) => {
    const named = (name: string) =>
      encodeTraces(request(good({ attributes: [{ key: name, value: { boolValue: true } }] })));
    expect(readSpans(listProtoSpans(named(key.replace("X", "\ufffd"))), sender).rejectedCount).toBe(0);
    const broken = Buffer.from(named(key));
    broken[broken.indexOf("WXYZ") + 1] = 0xff;
    expect(readSpans(listProtoSpans(broken), sender).messages).toEqual([
      "bad-text: An attribute's key is not UTF-8.",
    ]);
  });

  it("never read beyond their end, whatever the bytes", () => {
    const body = Buffer.from(
      encodeTraces(request(good({ attributes: [{ key: "n", value: { intValue: "7" } }] }))),
    );
    fc.assert(
      fc.property(
        fc.nat({ max: body.length - 1 }),
        fc.nat({ max: 255 }),
        fc.nat({ max: body.length }),
        (at, byte, cut) => {
          const changed = Buffer.from(body.subarray(0, cut));
          if (at < changed.length) changed[at] = byte;
          try {
            readSpans(listProtoSpans(changed), sender);
          } catch (error) {
            expect(error).toBeInstanceOf(BadProtobuf);
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
