import { Agent, request } from "node:http";
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
  const dataPlane = await startDataPlaneProcess(fixture.test.url, await findFreePort(), {
    ...env,
    ...(process.env.PROF ? { NODE_OPTIONS: process.env.PROF } : {}),
  });
  const pool = new pg.Pool({ connectionString: fixture.test.url, max: 4 });
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const headers = { authorization: `Bearer ${fixture.keys.gateway}` };
  return {
    ...{ fixture, pool, dataPlane },
    send: async (bodies, spans) => {
      // Made before the clock runs: the exporter's work is not ours.
      const waiting = Array.from({ length: Math.ceil(spans / bodies.spansPerBody) }, () => bodies.next());
      const startedAt = performance.now();
      const run = async () => {
        for (let body = waiting.pop(); body !== undefined; body = waiting.pop()) {
          await post(agent, `${dataPlane.url}/v1/traces`, body, {
            ...headers,
            "content-type": bodies.encoding,
          });
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, run));
      return (performance.now() - startedAt) / 1_000;
    },
    close: async () => {
      agent.destroy();
      await dataPlane.stop();
      await pool.end();
      await fixture.pool.end();
      await fixture.test.drop();
    },
  };
}

/** Posts with Node's own client: `fetch` would take a fifth of the machine for copying bodies. */
async function post(agent: Agent, url: string, body: Buffer, headers: Record<string, string>): Promise<void> {
  for (;;) {
    const answer = await postOnce(agent, url, body, headers);
    if (answer.status === 200 && answer.body.byteLength <= 2) return;
    if (answer.status !== 503) throw new Error(`the data plane answered ${answer.status}: ${answer.body}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function postOnce(
  agent: Agent,
  url: string,
  body: Buffer,
  headers: Record<string, string>,
): Promise<{ status: number; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const length = { "content-length": String(body.byteLength) };
    const sent = request(url, { method: "POST", agent, headers: { ...headers, ...length } }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
