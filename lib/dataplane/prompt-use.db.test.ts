import { afterAll, beforeAll, expect, it } from "vitest";
import { type DataPlaneFixture, startDataPlaneFixture } from "./testing/data-plane-fixture.ts";

let fixture: DataPlaneFixture;
beforeAll(async () => {
  fixture = await startDataPlaneFixture();
});
afterAll(() => fixture.close());

const HEX = "ab".repeat(32);
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });

it("stores the prompt and the service of spans that come as JSON, and says which digest is none", async () => {
  const at = `${Date.now()}000000`;
  const span = (spanId: string, digest: string) => ({
    ...{ traceId: "cd".repeat(16), spanId, name: "chat", startTimeUnixNano: at, endTimeUnixNano: at },
    attributes: [
      text("request.id", `req_${digest.length}`),
      text("prompt.digest", digest),
      text("prompt.id", "faq"),
    ],
  });
  const resource = { attributes: [text("service.name", "checkout-bot")] };
  const spans = [span("01".repeat(8), HEX), span("02".repeat(8), "latest")];
  const response = await fetch(`${fixture.url}/v1/traces`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${fixture.keys.gateway}` },
    body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans }] }] }),
  });
  expect(response.status).toBe(200);
  expect(await response.text()).toContain("prompt.digest is not sha256:");
  const { rows } = await fixture.pool.query(
    "SELECT prompt_digest, prompt_name, service_name FROM traces.inference_call WHERE trace_id = $1 ORDER BY span_id",
    ["cd".repeat(16)],
  );
  const named = { prompt_name: "faq", service_name: "checkout-bot" };
  expect(rows).toEqual([
    { prompt_digest: `sha256:${HEX}`, ...named },
    { prompt_digest: null, ...named },
  ]);
});
