import { randomBytes } from "node:crypto";
import pg from "pg";
import { maintainTraces } from "../../../lib/db/traces/maintain-traces.ts";
import type { InferenceCallRow, TraceRows } from "../../../lib/db/traces/trace-rows.ts";
import { createTraceWriter, type TraceWriter } from "../../../lib/db/traces/writer/trace-writer.ts";

const DAY_MS = 86_400_000;
const BATCH = 5_000;
const AT_ONCE = 3;
const RETENTION = { rowDays: 90, payloadDays: 30, minuteDays: 35, hourDays: 400 };

export type FillPlan = {
  projectId: string;
  rows: number;
  days: number;
  now: Date;
  onProgress?: (rows: number) => void;
};

/**
 * fillRequests makes requests of the last days, evenly spread, as gateways of ours report them: ids that name their day,
 * two arms, three regions. They go the way of ingest, windows included. Answers every thousandth id.
 */
export async function fillRequests(pool: pg.Pool, plan: FillPlan): Promise<string[]> {
  for (let day = 0; day <= plan.days; day += 1) {
    const at = new Date(plan.now.getTime() - day * DAY_MS);
    await pool.query("SELECT traces.ensure_partition('inference_call', $1::date)", [
      at.toISOString().slice(0, 10),
    ]);
  }
  await maintainTraces(pool, plan.now, RETENTION);
  const writer = createTraceWriter({ pool });
  const sample: string[] = [];
  let made = 0;
  const run = async () => {
    while (made < plan.rows) {
      const from = made;
      made = Math.min(plan.rows, made + BATCH);
      const calls = Array.from({ length: made - from }, (_, index) => callOf(plan, from + index));
      for (const call of calls.filter((_, index) => (from + index) % 1_000 === 0))
        sample.push(call.requestId);
      await storeAtLast(writer, { calls, featureReads: [], evaluations: [], payloads: [] });
      plan.onProgress?.(made);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, run));
  await writer.stop();
  await vacuum(pool.options.connectionString);
  return sample;
}

/** On a connection of its own: what ingest may take ten seconds for takes minutes here. */
async function vacuum(connectionString: string | undefined): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  for (const table of ["inference_call", "window_minute", "window_hour"])
    await client.query(`VACUUM (ANALYZE) traces.${table}`);
  await client.end();
}

/** As an exporter does: what was not acknowledged is sent again. */
async function storeAtLast(writer: TraceWriter, rows: TraceRows, tries = 5): Promise<void> {
  try {
    await writer.store(rows);
  } catch (error) {
    if (tries === 1) throw error;
    await storeAtLast(writer, rows, tries - 1);
  }
}

function callOf({ projectId, rows, days, now }: FillPlan, index: number): InferenceCallRow {
  const spanMs = days * DAY_MS - 3_600_000;
  const startedAt = new Date(now.getTime() - spanMs + Math.floor((index / rows) * spanMs));
  const random = randomBytes(24).toString("hex");
  const time = startedAt.getTime().toString(16).padStart(12, "0");
  const isCandidate = index % 10 === 0;
  const releaseId = isCandidate ? "f91be2a454" : "698df6d7ad";
  // Field by field: objects of this size that are spread together are ten times as slow.
  return {
    projectId,
    keyId: "key_1",
    environment: "production",
    releaseId,
    claimedRelease: releaseId,
    isAssigned: true,
    requestId: `req_${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-8${random.slice(3, 6)}-${random.slice(6, 18)}`,
    responseId: `chatcmpl-${random.slice(0, 12)}`,
    traceId: random.slice(16, 48),
    spanId: random.slice(0, 16),
    parentSpanId: null,
    arm: isCandidate ? "candidate" : "control",
    subjectHash: random.slice(0, 32),
    region: REGIONS[index % 3] ?? null,
    spanName: "chat",
    operation: "chat",
    isInference: true,
    provider: "vllm",
    model: "lora@1.9",
    inputTokens: 200 + (index % 700),
    outputTokens: 20 + (index % 90),
    ttftMs: 50 + (index % 400),
    latencyMs: 80 + ((index * 7_919) % 1_900),
    costUsd: 0.0001 + (index % 1_000) / 1e6,
    status: index % 50 === 0 ? "error" : "ok",
    errorType: null,
    attributes: { "http.route": "/v1/answer" },
    startedAt,
    receivedAt: startedAt,
    outputDigest: null,
    promptDigest: null,
    promptName: "support",
    serviceName: "deploybuddy",
  };
}

const REGIONS = ["us-west", "us-east", "eu-central"];
