import pg from "pg";
import {
  type DataPlaneFixture,
  startDataPlaneFixture,
} from "../../../lib/dataplane/testing/data-plane-fixture.ts";
import { type DataPlaneProcess, startDataPlaneProcess } from "../../faults/data-plane-process.ts";
import { findFreePort } from "../../lib/ports.mjs";
import type { BenchContext } from "./bench-row.ts";
import type { SpanBodies } from "./span-bodies.ts";

/** A database of its own with two projects, and the real data plane in another process. */
export type DataPlaneWorld = {
  fixture: DataPlaneFixture;
  pool: pg.Pool;
  dataPlane: DataPlaneProcess;
  /** Sends bodies, some at a time, until so many spans were acknowledged; answers the seconds it took. */
  send: (bodies: SpanBodies, spans: number) => Promise<number>;
  close: () => Promise<void>;
};

const AT_ONCE = 8;

/** openDataPlaneWorld starts it; rates are not limited. */
export async function openDataPlaneWorld(context: BenchContext): Promise<DataPlaneWorld> {
  await context.serverUrl();
  const fixture = await startDataPlaneFixture();
  await fixture.dataPlane.stop(100);
  const env = { INGEST_ITEMS_PER_SECOND: "1000000000" };
  const dataPlane = await startDataPlaneProcess(fixture.test.url, await findFreePort(), env);
  const pool = new pg.Pool({ connectionString: fixture.test.url, max: 4 });
  const headers = { authorization: `Bearer ${fixture.keys.gateway}` };
  return {
    ...{ fixture, pool, dataPlane },
    send: async (bodies, spans) => {
      // Made before the clock runs: the exporter's work is not ours.
      const waiting = Array.from({ length: Math.ceil(spans / bodies.spansPerBody) }, () => bodies.next());
      const startedAt = performance.now();
      const run = async () => {
        for (let body = waiting.pop(); body !== undefined; body = waiting.pop()) {
          await post(`${dataPlane.url}/v1/traces`, new Uint8Array(body), {
            ...headers,
            "content-type": bodies.encoding,
          });
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, run));
      return (performance.now() - startedAt) / 1_000;
    },
    close: async () => {
      await dataPlane.stop();
      await pool.end();
      await fixture.pool.end();
      await fixture.test.drop();
    },
  };
}

async function post(
  url: string,
  body: Uint8Array<ArrayBuffer>,
  headers: Record<string, string>,
): Promise<void> {
  for (;;) {
    const response = await fetch(url, { method: "POST", headers, body });
    const answer = await response.arrayBuffer();
    if (response.status === 200 && answer.byteLength <= 2) return;
    if (response.status !== 503)
      throw new Error(`the data plane answered ${response.status}: ${Buffer.from(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
