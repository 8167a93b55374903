import path from "node:path";
import { startDataPlaneFixture } from "../../../lib/dataplane/testing/data-plane-fixture.ts";
import type { BenchRow, BenchSide } from "../frame/bench-row.ts";
import { loadHttp, postRequest } from "../support/load-http.ts";
import { startServer } from "../support/start-server.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const CONNECTIONS = 32;
const SUBJECTS = 200;
const FLOOR = "node:http hello-JSON-POST";
const PEER = "unleash-server /api/frontend";

type Target = { url: string; headers: Record<string, string>; mustContain: string };

/**
 * One decision over OFREP, against the barest node:http that reads and writes JSON; each server in a process of its own.
 * unleash-server needs a database and some minutes of its own: it is measured where UNLEASH_URL (its evaluation address)
 * and UNLEASH_TOKEN are set.
 */
export const routeDecisionHttp: BenchRow = {
  name: "route decision over HTTP",
  rounds: 7,
  open: async ({ scale, serverUrl }) => {
    await serverUrl();
    const durationMs = Math.max(300, 2_000 * scale);
    const fixture = await startDataPlaneFixture();
    const main = path.join(root, "lib/dataplane/main.ts");
    const ours = await startServer(["--import", "tsx", main], {
      ...{ DATABASE_URL: fixture.test.url, DATA_PLANE_PORT: "0" },
    });
    const floor = await startServer([path.join(root, "scripts/bench/support/hello-server.mjs")]);
    const peer = unleashTarget();
    const sides = [
      side("OFREP", durationMs, {
        url: `${ours.url}/ofrep/v1/evaluate/flags/deploybuddy.production`,
        headers: { authorization: `Bearer ${fixture.keys.gateway}` },
        mustContain: '"variant":"',
      }),
      side(FLOOR, durationMs, { url: `${floor.url}/`, headers: {}, mustContain: '"hello":"' }),
      ...(peer === null ? [] : [side(PEER, durationMs, peer)]),
    ];
    return {
      unit: "requests/s",
      sides,
      goals: [
        { name: "of node:http", of: "OFREP", against: FLOOR, limit: { atLeast: 0.85 } },
        ...(peer === null
          ? []
          : [{ name: "times unleash-server", of: "OFREP", against: PEER, limit: { atLeast: 10 } }]),
      ],
      close: async () => {
        await Promise.all([ours.stop(), floor.stop()]);
        await fixture.close();
      },
    };
  },
};

function side(name: string, durationMs: number, target: Target): BenchSide {
  const requests = Array.from({ length: SUBJECTS }, (_, index) => {
    const targetingKey = `tenant-${index % 23}:conversation-${index}`;
    const context = { targetingKey, userId: targetingKey };
    return postRequest(target.url, target.headers, { context });
  });
  const { url, mustContain } = target;
  return {
    name,
    measure: () => loadHttp({ url, requests, connections: CONNECTIONS, durationMs, mustContain }),
  };
}

function unleashTarget(): Target | null {
  const { UNLEASH_URL, UNLEASH_TOKEN } = process.env;
  if (UNLEASH_URL === undefined || UNLEASH_TOKEN === undefined) return null;
  return { url: UNLEASH_URL, headers: { authorization: UNLEASH_TOKEN }, mustContain: '"toggles":[{' };
}
