import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { findRequest } from "./find-request.ts";
import { insertSpans } from "./insert-spans.ts";
import { createTracePool } from "./trace-pool.ts";
import type { EvaluationRow, FeatureReadRow, InferenceCallRow, PayloadRow } from "./trace-rows.ts";

const t0 = new Date("2026-04-10T12:00:00Z");
let test: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  test = await createTestDatabase();
  pool = createTracePool(test.url, () => {});
});
afterAll(async () => {
  await pool.end();
  await test.drop();
});

function callRow(requestId: string, changes: Partial<InferenceCallRow> = {}): InferenceCallRow {
  return {
    ...{
      projectId: "prj_1",
      keyId: "key_1",
      requestId,
      responseId: null,
      traceId: `t-${requestId}`,
      spanId: "s1",
    },
    ...{ parentSpanId: null, environment: "production", releaseId: null, claimedRelease: null, arm: null },
    ...{
      subjectHash: null,
      region: null,
      spanName: "chat",
      operation: null,
      isInference: true,
      provider: null,
    },
    ...{ model: null, inputTokens: 1, outputTokens: null, ttftMs: null, latencyMs: 1.5, costUsd: null },
    ...{
      status: "ok",
      errorType: null,
      attributes: { 'quote"s': ["{", "\\", ","] },
      startedAt: t0,
      receivedAt: t0,
    },
    outputDigest: null,
    ...{ promptDigest: `sha256:${"a".repeat(64)}`, promptName: "support", serviceName: "bot" },
    ...changes,
  };
}

function readRow(requestId: string): FeatureReadRow {
  return {
    ...{
      projectId: "prj_1",
      requestId,
      traceId: `t-${requestId}`,
      spanId: "s1",
      position: 0,
      readAt: t0,
      startedAt: t0,
    },
    ...{ viewRef: "releases@5", fingerprint: null, entity: null, eventTimestamp: null, receivedAt: t0 },
    valuesDigest: "sha256:abc",
  };
}

function payloadRow(requestId: string): PayloadRow {
  return {
    ...{ projectId: "prj_1", requestId, startedAt: t0, spanId: "s1", kind: "feature_values", position: 0 },
    ...{ content: '{"recent_failure_count":4}', receivedAt: t0 },
  };
}

function evaluationRow(requestId: string, evaluationId: string): EvaluationRow {
  return {
    ...{
      projectId: "prj_1",
      keyId: "key_1",
      requestId,
      responseId: null,
      traceId: null,
      spanId: null,
      evaluationId,
    },
    ...{
      evaluatedAt: t0,
      name: "groundedness",
      score: 0.79,
      label: null,
      explanation: null,
      errorType: null,
    },
    receivedAt: t0,
    origin: null,
  };
}

const batch = (requestId: string) => ({
  calls: [callRow(requestId)],
  featureReads: [readRow(requestId)],
  evaluations: [evaluationRow(requestId, "e1"), evaluationRow(requestId, "e2")],
  payloads: [payloadRow(requestId)],
});

describe("insertSpans", () => {
  it("counts only rows that are new, within a batch and across batches", async () => {
    const rows = batch("req_1");
    const doubled = { ...rows, calls: [...rows.calls, ...rows.calls] };
    expect(await insertSpans(pool, doubled)).toEqual({
      calls: 1,
      featureReads: 1,
      evaluations: 2,
      payloads: 1,
    });
    expect(await insertSpans(pool, rows)).toEqual({ calls: 0, featureReads: 0, evaluations: 0, payloads: 0 });
  });

  it("keeps every value as it was", async () => {
    const rows = batch("req_2");
    await insertSpans(pool, rows);
    const {
      projectId: _project,
      keyId: _key,
      outputDigest: _output,
      promptDigest,
      promptName,
      serviceName,
      ...stored
    } = callRow("req_2");
    expect((await findRequest(pool, "prj_1", "req_2"))?.calls).toEqual([stored]);
    const { rows: prompts } = await pool.query(
      "SELECT prompt_digest, prompt_name, service_name FROM traces.inference_call WHERE request_id = 'req_2'",
    );
    expect(prompts).toEqual([
      { prompt_digest: promptDigest, prompt_name: promptName, service_name: serviceName },
    ]);
  });

  it("stores the others of a batch of which the database refuses one row", async () => {
    const [first, second] = [evaluationRow("req_3", "e1"), evaluationRow("req_3", "e2")];
    const rows = { ...batch("req_3"), evaluations: [{ ...first, name: "NUL \0" }, second] };
    expect(await insertSpans(pool, rows)).toEqual({ calls: 1, featureReads: 1, evaluations: 1, payloads: 1 });
    expect((await findRequest(pool, "prj_1", "req_3"))?.evaluations).toHaveLength(1);
  });
});

describe("findRequest", () => {
  it.each([
    { name: "another project", projectId: "prj_2", id: "req_1" },
    { name: "an unknown id", projectId: "prj_1", id: "req_0" },
    { name: "an id of 10 KB", projectId: "prj_1", id: "x".repeat(10_000) },
    { name: "NUL", projectId: "prj_1", id: "req_1\0" },
    { name: "a wildcard", projectId: "prj_1", id: "req_%" },
    { name: "nothing", projectId: "prj_1", id: "" },
  ])("finds nothing for $name", async ({ projectId, id }) => {
    expect(await findRequest(pool, projectId, id)).toBeNull();
  });
});
