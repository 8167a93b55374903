import type pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "../testing/test-database.ts";
import { findRequest } from "./find-request.ts";
import { insertSpans } from "./insert-spans.ts";
import { callRow, evaluationRow, payloadRow, readRow } from "./testing/trace-rows.ts";
import { createTracePool } from "./trace-pool.ts";

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
