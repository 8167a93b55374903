import { randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { SpanStatusCode } from "@opentelemetry/api";
import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { NodeTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-node";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { findRequest } from "../db/traces/find-request.ts";
import { listProtoSpans } from "./proto-spans.ts";
import {
  CANDIDATE,
  CONTROL,
  type DataPlaneFixture,
  startDataPlaneFixture,
} from "./testing/data-plane-fixture.ts";

let fixture: DataPlaneFixture;
const PROJECT = "prj_deploybuddy";

beforeAll(async () => {
  fixture = await startDataPlaneFixture();
});
afterAll(() => fixture.close());

const find = (id: string, project = PROJECT) => findRequest(fixture.pool, project, id);
const hex = (bytes: number) => randomBytes(bytes).toString("hex");
const nanos = (offsetMs = 0) => `${Date.now() + offsetMs}000000`;
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });

type Overrides = Record<string, unknown> & { attributes?: unknown[] };

function span(requestId: string, { attributes = [], ...rest }: Overrides = {}) {
  return {
    ...{
      traceId: hex(16),
      spanId: hex(8),
      name: "chat",
      startTimeUnixNano: nanos(-50),
      endTimeUnixNano: nanos(),
    },
    attributes: [text("request.id", requestId), ...attributes],
    ...rest,
  };
}

const traces = (...spans: unknown[]) => ({ resourceSpans: [{ scopeSpans: [{ spans }] }] });

type Post = { key?: string; path?: string; headers?: Record<string, string> };

function post(body: unknown, { key = fixture.keys.gateway, path = "/v1/traces", headers = {} }: Post = {}) {
  const raw = typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
  return fetch(`${fixture.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}`, ...headers },
    body: typeof raw === "string" ? raw : new Uint8Array(raw),
  });
}

describe.each([
  { name: "protobuf with gzip", Exporter: ProtobufExporter, compression: "gzip" },
  { name: "protobuf", Exporter: ProtobufExporter, compression: "none" },
  { name: "JSON", Exporter: JsonExporter, compression: "none" },
] as const)("a real exporter of $name", ({ Exporter, compression }) => {
  it("records a request that its request id, response id and trace id find", async () => {
    const requestId = `req_${hex(6)}`;
    const responseId = `resp_${hex(6)}`;
    const headers = { Authorization: `Bearer ${fixture.keys.gateway}` };
    vi.stubEnv("OTEL_EXPORTER_OTLP_COMPRESSION", compression);
    const exporter = new Exporter({ url: `${fixture.url}/v1/traces`, headers });
    vi.unstubAllEnvs();
    const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
    const reported = provider.getTracer("test").startSpan("chat lora@1.9", {
      attributes: {
        ...{ "request.id": requestId, "gen_ai.response.id": responseId, "gen_ai.operation.name": "chat" },
        ...{ "feature_flag.key": "deploybuddy.production", "feature_flag.result.variant": CANDIDATE },
        ...{ "release.arm": "candidate", "cloud.region": "us-west", "gen_ai.provider.name": "vllm" },
        ...{
          "gen_ai.request.model": "lora@1.9",
          "gen_ai.usage.input_tokens": 380,
          "gen_ai.usage.output_tokens": 22,
        },
        ...{ "gen_ai.response.time_to_first_chunk": 0.884, "llm.cost.total": 0.00024, "app.note": "kept" },
        "gen_ai.input.messages": "what the user wrote",
      },
    });
    reported.addEvent("feature_view.read", {
      ...{
        "feature_view.ref": "releases@5",
        "feature_view.fingerprint": "660645c4",
        "feature_view.entity": "user-1187",
      },
      "feature_view.event_timestamp": "2026-04-09T09:00:00Z",
      "feature_view.values": '{"recent_failure_count":4}',
    });
    reported.addEvent("gen_ai.evaluation.result", {
      ...{ "gen_ai.evaluation.name": "groundedness", "gen_ai.evaluation.score.value": 0.79 },
    });
    reported.setStatus({ code: SpanStatusCode.OK });
    reported.end();
    await provider.shutdown();

    for (const id of [requestId, responseId, reported.spanContext().traceId]) {
      const record = await find(id);
      expect(record?.requestId).toBe(requestId);
      expect(record?.calls).toHaveLength(1);
      expect(record?.calls[0]).toMatchObject({
        ...{ releaseId: CANDIDATE, claimedRelease: CANDIDATE, arm: "candidate", environment: "production" },
        ...{ region: "us-west", provider: "vllm", model: "lora@1.9", operation: "chat", isInference: true },
        ...{ inputTokens: 380, outputTokens: 22, ttftMs: 884, costUsd: 0.00024, status: "ok" },
        attributes: { "app.note": "kept" },
      });
      expect(record?.featureReads).toEqual([
        expect.objectContaining({
          ...{
            viewRef: "releases@5",
            fingerprint: "660645c4",
            entity: "user-1187",
            values: { recent_failure_count: 4 },
          },
          eventTimestamp: new Date("2026-04-09T09:00:00Z"),
        }),
      ]);
      expect(record?.evaluations).toEqual([expect.objectContaining({ name: "groundedness", score: 0.79 })]);
    }
    expect(await find(requestId, "prj_other")).toBeNull();
  });
});

describe("a batch", () => {
  it("sent twice is stored once, and an empty one is fine", async () => {
    const requestId = `req_${hex(6)}`;
    const batch = traces(span(requestId, { attributes: [text("release.id", CONTROL)] }));
    for (const response of [
      await post(batch),
      await post(batch),
      await post({}),
      await post({ resourceSpans: [] }),
    ]) {
      expect([response.status, await response.text()]).toEqual([200, "{}"]);
    }
    expect((await find(requestId))?.calls).toHaveLength(1);
  });

  it("stores an unknown release, or one of no project, as unattributed and says so without refusing", async () => {
    const requestId = `req_${hex(6)}`;
    const response = await post(traces(span(requestId, { attributes: [text("release.id", "release-a91")] })));
    const { partialSuccess } = await response.json();
    expect(partialSuccess.rejectedSpans).toBe("0");
    expect(partialSuccess.errorMessage).toContain("release-a91");
    expect((await find(requestId))?.calls[0]).toMatchObject({
      releaseId: null,
      claimedRelease: "release-a91",
    });
  });

  it("of another project's key goes to that project only", async () => {
    const requestId = `req_${hex(6)}`;
    await post(traces(span(requestId)), { key: fixture.keys.other });
    expect(await find(requestId)).toBeNull();
    expect((await find(requestId, "prj_other"))?.calls).toHaveLength(1);
  });

  it("of a key that is bound to an environment counts for that environment", async () => {
    const requestId = `req_${hex(6)}`;
    await post(traces(span(requestId, { attributes: [text("deployment.environment.name", "production")] })), {
      key: fixture.keys.staging,
    });
    expect((await find(requestId))?.calls[0]?.environment).toBe("staging");
  });

  const int = (key: string, intValue: unknown) => ({ key, value: { intValue } });
  const double = (key: string, doubleValue: unknown) => ({ key, value: { doubleValue } });
  it.each([
    { name: "1970", bad: { startTimeUnixNano: "1000" }, code: "bad-time" },
    {
      name: "2200",
      bad: { startTimeUnixNano: "7258118400000000000", endTimeUnixNano: "7258118400000000001" },
      code: "bad-time",
    },
    {
      name: "ten minutes ahead",
      bad: { startTimeUnixNano: nanos(600_000), endTimeUnixNano: nanos(600_000) },
      code: "bad-time",
    },
    { name: "an end before its start", bad: { endTimeUnixNano: nanos(-60_000) }, code: "bad-time" },
    { name: "no start", bad: { startTimeUnixNano: undefined }, code: "bad-time" },
    {
      name: "negative tokens",
      bad: { attributes: [int("gen_ai.usage.input_tokens", "-1")] },
      code: "out-of-range",
    },
    {
      name: "tokens rounded by JSON",
      bad: { attributes: [int("x", 2 ** 53)] },
      code: "out-of-range",
    },
    { name: "a negative cost", bad: { attributes: [double("llm.cost.total", -0.1)] }, code: "out-of-range" },
    {
      name: "a negative time to first chunk",
      bad: { attributes: [double("gen_ai.response.time_to_first_chunk", -1)] },
      code: "out-of-range",
    },
    { name: "NaN", bad: { attributes: [double("x", "NaN")] }, code: "out-of-range" },
    {
      name: "a dotted prototype key",
      bad: { attributes: [text("a.__proto__.polluted", "1")] },
      code: "forbidden-key",
    },
    { name: "NUL", bad: { attributes: [text("x", "a\0b")] }, code: "bad-text" },
    { name: "a lone surrogate", bad: { attributes: [text("x", "\ud800")] }, code: "bad-text" },
    {
      name: "a subject of 10 KB",
      bad: { attributes: [text("feature_flag.context.id", "x".repeat(10_000))] },
      code: "too-long",
    },
    { name: "a made-up arm", bad: { attributes: [text("release.arm", "winner")] }, code: "bad-arm" },
    { name: "a trace id of zeros", bad: { traceId: "0".repeat(32) }, code: "bad-id" },
    { name: "a span that is no object", bad: null, code: "malformed" },
  ])("with one item of $name among good ones stores the others", async ({ bad, code }) => {
    const [good, broken] = [`req_${hex(6)}`, `req_${hex(6)}`];
    const response = await post(traces(span(good), bad === null ? 7 : span(broken, bad)));
    expect(response.status).toBe(200);
    const { partialSuccess } = await response.json();
    expect(partialSuccess.rejectedSpans).toBe("1");
    expect(partialSuccess.errorMessage).toContain(code);
    expect((await find(good))?.calls).toHaveLength(1);
    expect(await find(broken)).toBeNull();
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });

  it("of 10,000 spans is taken and of 10,001 refused whole, then a key that sends too much is asked to wait", async () => {
    const many = (name: string) => Array.from({ length: 10_001 }, (_, index) => span(`req_${name}_${index}`));
    expect((await post(traces(...many("first")))).status).toBe(413);
    const batches = ["a", "b", "c", "d"].map((name) => traces(...many(name).slice(1)));
    const answers = await Promise.all(batches.map((body) => post(body, { key: fixture.keys.other })));
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    const limited = answers.find((answer) => answer.status === 429);
    expect(Number(limited?.headers.get("retry-after") ?? 0)).toBeLessThanOrEqual(1);
    expect(answers.every((answer) => [200, 429, 503].includes(answer.status))).toBe(true);
  }, 60_000);
});

describe("logs", () => {
  it("bring scores that join their request by response id or trace id, and other records are ignored", async () => {
    const requestId = `req_${hex(6)}`;
    const responseId = `resp_${hex(6)}`;
    const call = span(requestId, { attributes: [text("gen_ai.response.id", responseId)] });
    await post(traces(call));
    const score = (attributes: unknown[], rest = {}) => ({
      ...{ timeUnixNano: nanos(), eventName: "gen_ai.evaluation.result", ...rest },
      attributes: [...attributes, { key: "gen_ai.evaluation.score.value", value: { doubleValue: 0.9 } }],
    });
    const logRecords = [
      score([text("gen_ai.evaluation.name", "by-response"), text("gen_ai.response.id", responseId)]),
      score([text("gen_ai.evaluation.name", "by-trace")], { traceId: call.traceId, spanId: call.spanId }),
      { body: { stringValue: "an ordinary line" } },
      score([text("gen_ai.evaluation.name", "of-nothing")]),
    ];
    const body = { resourceLogs: [{ scopeLogs: [{ logRecords }] }] };
    for (let sent = 0; sent < 2; sent += 1) {
      const response = await post(body, { path: "/v1/logs" });
      expect(await response.json()).toMatchObject({ partialSuccess: { rejectedLogRecords: "1" } });
    }
    const record = await find(requestId);
    expect(record?.evaluations.map((row) => row.name).sort()).toEqual(["by-response", "by-trace"]);
  });
});

describe("OTLP's edge", () => {
  it("answers in the encoding it was asked in, with a google.rpc.Status for errors", async () => {
    const protobuf = { headers: { "content-type": "application/x-protobuf" } };
    const empty = await post(new Uint8Array(), protobuf);
    expect([empty.status, empty.headers.get("content-type")]).toEqual([200, "application/x-protobuf"]);
    expect((await empty.arrayBuffer()).byteLength).toBe(0);
    const garbage = await post(new Uint8Array([255, 255, 255]), protobuf);
    expect([garbage.status, garbage.headers.get("content-type")]).toEqual([400, "application/x-protobuf"]);
    expect(() => listProtoSpans(new Uint8Array([255, 255, 255]))).toThrow();
    const noKey = await post({}, { key: "nobody" });
    expect([noKey.status, await noKey.json()]).toEqual([401, { code: 16, message: expect.any(String) }]);
    expect((await post({}, { key: fixture.keys.readOnly })).status).toBe(403);
  });

  it.each([
    { name: "nothing", body: "" },
    { name: "a list", body: "[]" },
    { name: "depth 100,000", body: "[".repeat(100_000) },
    { name: "a key twice", body: '{"resourceSpans":[],"resourceSpans":[]}' },
    { name: "a prototype key", body: '{"__proto__":{}}' },
    { name: "spans that are no list", body: '{"resourceSpans":{}}' },
  ])("refuses $name with 400", async ({ body }) => {
    expect((await post(body)).status).toBe(400);
  });

  it.each([
    { name: "text/plain", headers: { "content-type": "text/plain" }, body: "{}", status: 415 },
    { name: "br", headers: { "content-encoding": "br" }, body: "{}", status: 415 },
    { name: "gzip that is none", headers: { "content-encoding": "gzip" }, body: "garbage", status: 400 },
    {
      name: "a bomb",
      headers: { "content-encoding": "gzip" },
      body: gzipSync(Buffer.alloc(64 * 1024 * 1024)),
      status: 413,
    },
    {
      name: "gzip in gzip",
      headers: { "content-encoding": "gzip" },
      body: gzipSync(gzipSync("{}")),
      status: 400,
    },
    { name: "gzip", headers: { "content-encoding": "gzip" }, body: gzipSync("{}"), status: 200 },
    { name: "17 MiB", headers: {}, body: Buffer.alloc(17 * 1024 * 1024, 32), status: 413 },
  ])("answers $status to $name", async ({ headers, body, status }) => {
    const clean: Record<string, string> = Object.fromEntries(Object.entries(headers));
    expect((await post(body, { headers: clean })).status).toBe(status);
  });
});
