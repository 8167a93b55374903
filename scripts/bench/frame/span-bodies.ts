import { randomFillSync } from "node:crypto";
import { encodeTraces } from "../../../lib/dataplane/testing/encode-spans.ts";

export type BodyEncoding = "application/x-protobuf" | "application/json";

/** Makes export requests that differ in their ids only, quickly: a template is copied and its ids are overwritten. */
export type SpanBodies = { encoding: BodyEncoding; spansPerBody: number; next: () => Buffer };

const ARMS = ["control", "candidate"] as const;
const REGIONS = ["us-west", "us-east", "eu-central"];

/** createSpanBodies makes bodies of spans as a gateway sends them: about a kilobyte, twenty attributes, one score. */
export function createSpanBodies(encoding: BodyEncoding, spansPerBody: number): SpanBodies {
  const spans = Array.from({ length: spansPerBody }, (_, index) => spanOf(index));
  const traces = { resourceSpans: [{ resource: RESOURCE, scopeSpans: [{ spans }] }] };
  const isJson = encoding === "application/json";
  const template = isJson ? Buffer.from(JSON.stringify(traces)) : Buffer.from(encodeTraces(traces));
  const places = spans.map(({ traceId, spanId }, index) => ({
    traceId: placeOf(template, isJson ? Buffer.from(traceId) : Buffer.from(traceId, "hex")),
    spanId: placeOf(template, isJson ? Buffer.from(spanId) : Buffer.from(spanId, "hex")),
    requestId: placeOf(template, Buffer.from(requestIdOf(0, index))),
  }));
  let made = 0;
  return {
    ...{ encoding, spansPerBody },
    next: () => {
      const body = Buffer.from(template);
      const ids = randomFillSync(Buffer.allocUnsafe(24 * spansPerBody));
      const now = Date.now();
      for (const [index, place] of places.entries()) {
        const traceId = ids.subarray(index * 24, index * 24 + 16);
        const spanId = ids.subarray(index * 24 + 16, index * 24 + 24);
        if (isJson) {
          body.write(traceId.toString("hex"), place.traceId, "latin1");
          body.write(spanId.toString("hex"), place.spanId, "latin1");
        } else {
          traceId.copy(body, place.traceId);
          spanId.copy(body, place.spanId);
        }
        body.write(requestIdOf(now, made), place.requestId, "latin1");
        made += 1;
      }
      return body;
    },
  };
}

const salt = randomFillSync(Buffer.alloc(4)).toString("hex");

/** A UUID of version 7, as gateways of ours make them. */
function requestIdOf(timeMs: number, number: number): string {
  const time = timeMs.toString(16).padStart(12, "0");
  return `req_${time.slice(0, 8)}-${time.slice(8)}-7000-8${salt.slice(0, 3)}-${salt.slice(4)}${number.toString(16).padStart(8, "0")}`;
}

function placeOf(template: Buffer, marker: Buffer): number {
  const place = template.indexOf(marker);
  if (place === -1 || template.indexOf(marker, place + 1) !== -1)
    throw new Error("an id of the template is not there once");
  return place;
}

const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
const int = (key: string, intValue: number) => ({ key, value: { intValue: String(intValue) } });
const double = (key: string, doubleValue: number) => ({ key, value: { doubleValue } });
const RESOURCE = { attributes: [text("service.name", "deploybuddy"), text("service.version", "2.14.0")] };

function spanOf(index: number) {
  const marker = (1_000_000_007 + index).toString(16);
  const endMs = Date.now();
  const latencyMs = 80 + ((index * 7_919) % 1_900);
  const arm = ARMS[index % 10 === 0 ? 1 : 0] ?? "control";
  return {
    ...{
      traceId: `aa${marker.padStart(30, "1")}`,
      spanId: `bb${marker.padStart(14, "2")}`,
      name: "chat lora@1.9",
    },
    ...{ startTimeUnixNano: `${endMs - latencyMs}000000`, endTimeUnixNano: `${endMs}000000`, kind: 3 },
    attributes: [
      text("request.id", requestIdOf(0, index)),
      text("gen_ai.operation.name", "chat"),
      text("gen_ai.provider.name", "vllm"),
      text("gen_ai.request.model", "lora@1.9"),
      text("gen_ai.response.id", `chatcmpl-${marker}`),
      int("gen_ai.usage.input_tokens", 200 + (index % 700)),
      int("gen_ai.usage.output_tokens", 20 + (index % 90)),
      double("gen_ai.response.time_to_first_chunk", latencyMs / 4_000),
      double("llm.cost.total", 0.0001 + index / 1e7),
      text("feature_flag.key", "deploybuddy.production"),
      text("feature_flag.result.variant", arm === "control" ? "698df6d7ad" : "f91be2a454"),
      text("release.arm", arm),
      text("subject.hash", marker.padStart(64, "0")),
      text("cloud.region", REGIONS[index % 3] ?? "us-west"),
      text("gen_ai.prompt.name", "support"),
      text("prompt.digest", `sha256:${"9f3c2a1e".repeat(8)}`),
      text("http.route", "/v1/answer"),
      text("app.tenant.plan", "enterprise"),
      int("app.retrieved.documents", index % 12),
      text("app.note", "answered from the passages, no tool was called"),
    ],
    status: { code: index % 50 === 0 ? 2 : 1 },
  };
}
