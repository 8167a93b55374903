import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BreakableProxy, startBreakableProxy } from "../../lib/dataplane/testing/breakable-proxy.ts";
import {
  type DataPlaneFixture,
  startDataPlaneFixture,
} from "../../lib/dataplane/testing/data-plane-fixture.ts";
import { readWindowTotal } from "../../lib/db/traces/windows/read-windows.ts";
import { rounds } from "../../lib/domain/testing/rounds.ts";
import { findFreePort } from "../lib/ports.mjs";
import { type DataPlaneProcess, startDataPlaneProcess } from "./data-plane-process.ts";
import { startExporterLoad } from "./exporter-load.ts";
import { type OwnPostgres, startOwnPostgres } from "./own-postgres.ts";

const ROUNDS = rounds(3, 20);
const LOAD_MS = 1_500;
const READY_WITHIN_MS = 30_000;
const PROJECT = "prj_deploybuddy";

let postgres: OwnPostgres;
let fixture: DataPlaneFixture;
let proxy: BreakableProxy;
let dataPlane: DataPlaneProcess;

beforeAll(async () => {
  postgres = await startOwnPostgres();
  process.env.TEST_DATABASE_URL = postgres.adminUrl();
  fixture = await startDataPlaneFixture();
  // The one of the fixture is within this process; the one that is killed is not.
  await fixture.dataPlane.stop(100);
  proxy = await startBreakableProxy(fixture.test.url);
  dataPlane = await startDataPlaneProcess(proxy.url, await findFreePort());
}, 180_000);

afterAll(async () => {
  // Whatever became of the others, no server of this test is left behind.
  await dataPlane?.stop();
  await Promise.allSettled([proxy?.cut(), fixture?.pool.end(), fixture?.test.db.$disconnect()]);
  await postgres?.stop();
}, 60_000);

/** What is stored, counted by a connection of its own: the fixture's were cut. */
async function takeStock(): Promise<{ ids: string[]; scores: number; inMinutes: number; inHours: number }> {
  const pool = new pg.Pool({ connectionString: proxy.url, max: 2 });
  pool.on("error", () => {});
  try {
    const { rows } = await pool.query<{ id: string }>(
      "SELECT request_id AS id FROM traces.inference_call WHERE project_id = $1",
      [PROJECT],
    );
    const scores = await pool.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM traces.evaluation",
    );
    const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000;
    const query = { projectId: PROJECT, environment: "production", metric: "latency_ms" as const };
    const edges = { from: new Date(hour - 7_200_000), to: new Date(hour + 3_600_000) };
    const byHour = await readWindowTotal(pool, { ...query, ...edges });
    const tiers = await pool.query<{ count: number }>(
      "SELECT sum(value_count)::int AS count FROM traces.window_minute WHERE metric = 'latency_ms'",
    );
    return {
      ids: rows.map((row) => row.id),
      scores: scores.rows[0]?.count ?? 0,
      inMinutes: tiers.rows[0]?.count ?? 0,
      inHours: byHour.valueCount,
    };
  } finally {
    await pool.end();
  }
}

const FAULTS = [
  { name: "the data plane", kill: () => dataPlane.killAndRestart() },
  {
    name: "Postgres",
    kill: async () => {
      const address = new URL(await postgres.killAndRestart());
      address.pathname = new URL(fixture.test.url).pathname;
      proxy.leadTo(address.toString());
    },
  },
];

describe("recording under load", () => {
  it.each(FAULTS)(
    `loses nothing acknowledged and stores nothing twice when $name is killed, ${ROUNDS} times`,
    async ({ kill }) => {
      const before = new Set((await takeStock()).ids);
      const load = startExporterLoad(dataPlane.url, fixture.keys.gateway);
      for (let round = 0; round < ROUNDS; round += 1) {
        await new Promise((resolve) => setTimeout(resolve, LOAD_MS * (0.5 + Math.random())));
        const acknowledgedBefore = load.acknowledged.size;
        await kill();
        await expect
          .poll(() => load.acknowledged.size, { timeout: READY_WITHIN_MS, interval: 50 })
          .toBeGreaterThan(acknowledgedBefore);
      }
      await load.finish();
      const after = await takeStock();
      const stored = after.ids.filter((id) => !before.has(id) && load.acknowledged.has(id));
      expect(load.acknowledged.size).toBeGreaterThan(ROUNDS * 40);
      expect(new Set(stored).size).toBe(load.acknowledged.size);
      expect(after.ids.length).toBe(new Set(after.ids).size);
      expect(after.scores).toBe(after.ids.length);
      expect([after.inMinutes, after.inHours]).toEqual([after.ids.length, after.ids.length]);
    },
    ROUNDS * 60_000 + 60_000,
  );
});
