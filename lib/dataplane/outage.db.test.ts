import { pino } from "pino";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type DataPlane, startDataPlane } from "./start-data-plane.ts";
import { type BreakableProxy, startBreakableProxy } from "./testing/breakable-proxy.ts";
import { CONTROL, type DataPlaneFixture, startDataPlaneFixture } from "./testing/data-plane-fixture.ts";

const DAYS = { TRACE_DAYS: 90, PAYLOAD_DAYS: 30 };
let fixture: DataPlaneFixture;
let proxy: BreakableProxy;
let dataPlane: DataPlane;

beforeAll(async () => {
  fixture = await startDataPlaneFixture();
  proxy = await startBreakableProxy(fixture.test.url);
  const env = { DATA_PLANE_PORT: 0, DATA_PLANE_HOST: "127.0.0.1", INGEST_ITEMS_PER_SECOND: 1_000, ...DAYS };
  dataPlane = await startDataPlane({ ...env, DATABASE_URL: proxy.url }, pino({ level: "silent" }));
});

afterAll(async () => {
  await dataPlane.stop(500);
  await proxy.cut();
  await fixture.close();
});

function post(path: string, body: unknown) {
  return fetch(`${dataPlane.url}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${fixture.keys.gateway}` },
    body: JSON.stringify(body),
  });
}

const route = () =>
  post("/ofrep/v1/evaluate/flags/deploybuddy.production", { context: { targetingKey: "tenant-40" } });
const send = () =>
  post("/v1/traces", {
    resourceSpans: [
      {
        scopeSpans: [
          {
            spans: [
              {
                ...{ traceId: "ab".repeat(16), spanId: "cd".repeat(8), name: "chat" },
                ...{ startTimeUnixNano: `${Date.now()}000000`, endTimeUnixNano: `${Date.now()}000000` },
              },
            ],
          },
        ],
      },
    ],
  });

it("goes on routing with the last allocations while Postgres is away, marked as stale, and recovers by itself", async () => {
  const before = await route();
  expect([before.status, before.headers.get("tupelo-snapshot")]).toEqual([200, null]);
  expect((await send()).status).toBe(200);

  await proxy.cut();
  await expect
    .poll(async () => (await route()).headers.get("tupelo-snapshot") ?? "", {
      timeout: 12_000,
      interval: 250,
    })
    .toMatch(/^stale; age=\d+$/);
  const during = await route();
  expect([during.status, (await during.json()).variant]).toEqual([200, CONTROL]);
  const refused = await send();
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "1"]);
  const ready = await fetch(`${dataPlane.url}/api/ready`);
  expect([ready.status, (await ready.json()).snapshot]).toEqual([200, "stale"]);

  await proxy.mend();
  await expect.poll(async () => (await send()).status, { timeout: 10_000, interval: 250 }).toBe(200);
  await expect
    .poll(async () => (await route()).headers.get("tupelo-snapshot"), { timeout: 10_000, interval: 250 })
    .toBeNull();
}, 45_000);
