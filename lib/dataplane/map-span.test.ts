import { describe, expect, it } from "vitest";
import { sha256Hex } from "../domain/digest.ts";
import { mapSpan } from "./map-span.ts";
import type { AttributeValue } from "./otlp-attributes.ts";
import type { ReceivedSpan } from "./received-span.ts";
import type { SpanSender } from "./sender.ts";

const t0 = new Date("2026-04-10T12:00:00Z");
const sender: SpanSender = {
  ...{ projectId: "prj_1", projectSlug: "deploybuddy", keyId: "key_1", environment: null, receivedAt: t0 },
  ...{ assignmentKey: null, onlySigned: false },
};

/** Rows of a table leave attributes out. */
type Given = Record<string, AttributeValue | undefined>;
const toMap = (given: Given) =>
  new Map(
    Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  );

function span(attributes: Given, changes: Partial<ReceivedSpan> = {}): ReceivedSpan {
  return {
    ...{ traceId: "ab".repeat(16), spanId: "cd".repeat(8), parentSpanId: null, name: "chat", startedAt: t0 },
    ...{
      latencyMs: 12,
      isError: false,
      attributes: toMap(attributes),
      resource: new Map(),
      events: [],
    },
    ...changes,
  };
}

const map = (attributes: Given, changes: Partial<ReceivedSpan> = {}) =>
  mapSpan(span(attributes, changes), sender);
const event = (name: string, attributes: Given) => ({
  ...{ name, at: t0, attributes: toMap(attributes) },
});

describe("mapSpan", () => {
  it.each([
    { name: "request.id", attributes: { "request.id": "r", "gen_ai.response.id": "p" }, requestId: "r" },
    { name: "gen_ai.response.id", attributes: { "gen_ai.response.id": "p" }, requestId: "p" },
    { name: "the trace id", attributes: {}, requestId: "ab".repeat(16) },
  ])("names the request by $name", ({ attributes, requestId }) => {
    expect(map(attributes).call.requestId).toBe(requestId);
  });

  it.each([
    { name: "current names", attributes: { "gen_ai.usage.input_tokens": 7, "gen_ai.provider.name": "vllm" } },
    { name: "older names", attributes: { "gen_ai.usage.prompt_tokens": 7, "gen_ai.system": "vllm" } },
    { name: "OpenInference's names", attributes: { "llm.token_count.prompt": 7, "llm.provider": "vllm" } },
  ])("reads figures under $name", ({ attributes }) => {
    expect(map({ ...attributes }).call).toMatchObject({ inputTokens: 7, provider: "vllm" });
  });

  const variant = (key: string, release: string) => ({
    "feature_flag.key": key,
    "feature_flag.result.variant": release,
  });
  it.each([
    {
      name: "the flag on the span",
      attributes: { ...variant("deploybuddy.production", "a"), "release.id": "b" },
      events: [],
      claimed: "a",
    },
    {
      name: "a flag event",
      attributes: { "release.id": "b" },
      events: [event("feature_flag.evaluation", variant("deploybuddy.production", "a"))],
      claimed: "a",
    },
    {
      name: "release.id, where the flag is another application's",
      attributes: { ...variant("button-color", "red"), "release.id": "b" },
      events: [],
      claimed: "b",
    },
    { name: "nothing", attributes: {}, events: [], claimed: null },
  ])("takes the release from $name", ({ attributes, events, claimed }) => {
    expect(map({ ...attributes }, { events }).call.claimedRelease).toBe(claimed);
  });

  it.each([
    ["chat", true],
    ["LLM", true],
    ["embeddings", true],
    ["invoke_agent", false],
    ["AGENT", false],
    ["execute_tool", false],
  ])("of the operation %s counts tokens: %s", (operation, expected) => {
    const attributes = {
      "gen_ai.operation.name": operation,
      "gen_ai.request.model": "m",
      "gen_ai.usage.input_tokens": 7,
    };
    expect(map(attributes).call.isInference).toBe(expected);
  });

  it("keeps a subject as its hash only, and never the contents of messages", () => {
    const { call } = map({
      ...{
        "feature_flag.context.id": "tenant-42:conversation-9",
        "gen_ai.input.messages": "secret question",
      },
      ...{
        "llm.input_messages.0.message.content": "secret question",
        "app.note": "kept",
        "gen_ai.prompt.name": "support",
        "gen_ai.prompt": "secret question",
      },
    });
    expect(call.subjectHash).toBe(sha256Hex("tenant-42:conversation-9"));
    expect(call.attributes).toEqual({ "app.note": "kept" });
    expect(call.promptName).toBe("support");
    expect(JSON.stringify(call)).not.toContain("secret");
  });

  it.each([
    { name: "no reference", attributes: {} },
    {
      name: "values that are no object",
      attributes: { "feature_view.ref": "v@1", "feature_view.values": "[1]" },
    },
    {
      name: "a NUL in its values",
      attributes: { "feature_view.ref": "v@1", "feature_view.values": '{"a":"\\u0000"}' },
    },
    {
      name: "a number beyond a double",
      attributes: { "feature_view.ref": "v@1", "feature_view.values": '{"a":1e400}' },
    },
    {
      name: "a time without a zone",
      attributes: { "feature_view.ref": "v@1", "feature_view.event_timestamp": "2026-04-09T09:00:00" },
    },
  ])("leaves out a feature read with $name and says so, but keeps the call", ({ attributes }) => {
    const mapped = map({}, { events: [event("feature_view.read", { ...attributes })] });
    expect(mapped.featureReads).toEqual([]);
    expect(mapped.warnings).toHaveLength(1);
  });

  const HEX = "0a".repeat(32);
  it.each([
    ["a digest", { "prompt.digest": `sha256:${HEX}` }, `sha256:${HEX}`, null],
    ["bare hex", { "prompt.digest": HEX }, `sha256:${HEX}`, null],
    ["capitals", { "prompt.digest": HEX.toUpperCase() }, `sha256:${HEX}`, null],
    ["a name", { "gen_ai.prompt.name": "support", "prompt.id": "x" }, null, "support"],
    ["OpenInference's version", { "llm.prompt_template.version": "support@2.8" }, null, "support@2.8"],
    ["a version that is a number", { "llm.prompt_template.version": 3 }, null, "3"],
    ["prompt.id", { "prompt.id": "support" }, null, "support"],
    ["nothing", {}, null, null],
    ["a list", { "prompt.id": ["a"] }, null, null],
  ])("reads the prompt from %s", (_name, attributes, promptDigest, promptName) => {
    const resource = toMap({ "service.name": "checkout-bot" });
    const mapped = map(attributes, { resource });
    expect(mapped.call).toMatchObject({ promptDigest, promptName, serviceName: "checkout-bot" });
    expect(mapped.warnings).toEqual([]);
  });

  it.each([
    ["no digest", "latest"],
    ["another hash", `sha512:${HEX}`],
    ["too short", HEX.slice(1)],
    ["a number", 7],
  ])("keeps a call whose prompt.digest is %s, and says so", (_name, value) => {
    const mapped = map({ "prompt.digest": value });
    expect(mapped.call.promptDigest).toBeNull();
    expect(mapped.warnings).toHaveLength(1);
  });

  it("cuts long names instead of refusing the call", () => {
    const mapped = map(
      { "prompt.id": "x".repeat(300) },
      { resource: toMap({ "service.name": "y".repeat(300) }) },
    );
    expect([mapped.call.promptName?.length, mapped.call.serviceName?.length]).toEqual([256, 256]);
  });

  it("refuses a score that is not a number", () => {
    const attributes = { "gen_ai.evaluation.name": "groundedness", "gen_ai.evaluation.score.value": "1.0" };
    expect(() => map({}, { events: [event("gen_ai.evaluation.result", attributes)] })).toThrow(
      "not a number",
    );
  });
});
