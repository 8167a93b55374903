import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DataPlane, startDataPlane } from "./start-data-plane.ts";
import { type BreakableProxy, startBreakableProxy } from "./testing/breakable-proxy.ts";
import { type DataPlaneFixture, startDataPlaneFixture } from "./testing/data-plane-fixture.ts";

/** Less than two batches: the second within a second is asked to wait. */
const ITEMS_PER_SECOND = 60;
const BATCH = 50;

let fixture: DataPlaneFixture;
let proxy: BreakableProxy;
let dataPlane: DataPlane;

beforeAll(async () => {
  fixture = await startDataPlaneFixture();
  proxy = await startBreakableProxy(fixture.test.url);
  const env = { DATA_PLANE_PORT: 0, DATA_PLANE_HOST: "127.0.0.1", INGEST_ITEMS_PER_SECOND: ITEMS_PER_SECOND };
  const settings = { ...env, TRACE_DAYS: 90, PAYLOAD_DAYS: 30, DATABASE_URL: proxy.url };
  dataPlane = await startDataPlane(settings, pino({ level: "silent" }));
});
afterAll(async () => {
  await dataPlane.stop(500);
  await proxy.cut();
  await fixture.close();
});

/** How often the data plane gave traces this answer so far. */
async function answered(status: number): Promise<number> {
  const metrics = await (await fetch(`${dataPlane.url}/metrics`)).text();
  const line = new RegExp(
    `^tupelo_dataplane_request_seconds_count\\{route="traces",status="${status}"\\} (\\d+)$`,
    "m",
  );
  return Number(line.exec(metrics)?.[1] ?? 0);
}

async function storedCalls(prefix: string): Promise<{ rows: number; requests: number }> {
  const { rows } = await fixture.pool.query<{ rows: number; requests: number }>(
    `SELECT count(*)::int AS rows, count(DISTINCT request_id)::int AS requests
      FROM traces.inference_call WHERE request_id LIKE $1`,
    [`${prefix}-%`],
  );
  return rows[0] ?? { rows: 0, requests: 0 };
}

function startExporter(Exporter: typeof ProtobufExporter | typeof JsonExporter, prefix: string) {
  const headers = { Authorization: `Bearer ${fixture.keys.gateway}` };
  const exporter = new Exporter({ url: `${dataPlane.url}/v1/traces`, headers, timeoutMillis: 25_000 });
  const processor = new BatchSpanProcessor(exporter, {
    maxExportBatchSize: BATCH,
    exportTimeoutMillis: 25_000,
  });
  const provider = new NodeTracerProvider({ spanProcessors: [processor] });
  const tracer = provider.getTracer("test");
  return {
    make: (count: number) => {
      for (let index = 0; index < count; index += 1) {
        tracer.startSpan("chat", { attributes: { "request.id": `${prefix}-${index}` } }).end();
      }
    },
    shutdown: () => provider.shutdown(),
  };
}

describe.each([
  { name: "protobuf", Exporter: ProtobufExporter },
  { name: "JSON", Exporter: JsonExporter },
])("a real exporter of $name", ({ name, Exporter }) => {
  it("that is asked to wait (429) delivers everything, once", async () => {
    const before = await answered(429);
    const { make, shutdown } = startExporter(Exporter, `limited-${name}`);
    make(2 * BATCH);
    await shutdown();
    expect(await answered(429)).toBeGreaterThan(before);
    expect(await storedCalls(`limited-${name}`)).toEqual({ rows: 2 * BATCH, requests: 2 * BATCH });
  }, 60_000);

  it("that finds the database away (503) delivers everything when it is back, once", async () => {
    const before = await answered(503);
    const { make, shutdown } = startExporter(Exporter, `away-${name}`);
    await proxy.cut();
    make(20);
    const done = shutdown();
    await expect.poll(() => answered(503), { timeout: 20_000, interval: 50 }).toBeGreaterThan(before);
    expect(await storedCalls(`away-${name}`)).toEqual({ rows: 0, requests: 0 });
    await proxy.mend();
    await done;
    expect(await storedCalls(`away-${name}`)).toEqual({ rows: 20, requests: 20 });
  }, 60_000);
});
