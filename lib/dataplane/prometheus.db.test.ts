import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DataPlaneFixture, startDataPlaneFixture } from "./testing/data-plane-fixture.ts";
import { findPrometheus } from "./testing/find-prometheus.ts";

const prometheus = await findPrometheus();
const command = "command" in prometheus ? prometheus.command : null;
const why =
  "missing" in prometheus ? ` (skipped: Prometheus cannot be installed here: ${prometheus.missing})` : "";

describe.skipIf(command === null)(`Debian's Prometheus${why}`, () => {
  let fixture: DataPlaneFixture;
  let folder: string;
  let child: ChildProcess;
  let url: string;

  beforeAll(async () => {
    fixture = await startDataPlaneFixture();
    folder = await mkdtemp(path.join(tmpdir(), "tupelo-prometheus-"));
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    const config = path.join(folder, "prometheus.yml");
    await writeFile(
      config,
      `global: { scrape_interval: 1s }
scrape_configs:
  - job_name: tupelo
    static_configs: [{ targets: ["${new URL(fixture.url).host}"] }]
`,
    );
    const args = [`--config.file=${config}`, `--storage.tsdb.path=${folder}/data`];
    child = spawn(command ?? "", [...args, `--web.listen-address=127.0.0.1:${port}`], { stdio: "ignore" });
  });

  afterAll(async () => {
    const ended = once(child, "exit");
    child.kill("SIGTERM");
    await ended;
    await fixture.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("scrapes /metrics and answers how many decisions were asked for, and how old the allocations are", async () => {
    for (let asked = 0; asked < 5; asked += 1) {
      await fetch(`${fixture.url}/ofrep/v1/evaluate/flags/deploybuddy.production`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${fixture.keys.gateway}` },
        body: '{"context":{"targetingKey":"a"}}',
      });
    }
    const ask = (query: string) => () => queried(url, query);
    const wait = { timeout: 25_000, interval: 500 };
    const decisions = 'tupelo_dataplane_request_seconds_count{route="ofrep",status="200"}';
    await expect.poll(ask(decisions), wait).toBe(5);
    await expect.poll(ask("up{job='tupelo'}"), wait).toBe(1);
    await expect.poll(ask("tupelo_allocation_snapshot_age_seconds < bool 5"), wait).toBe(1);
    await expect.poll(ask("tupelo_gateway_streams"), wait).toBe(0);
  }, 60_000);
});

/** The value of a query with one answer; null while there is none. */
async function queried(url: string, query: string): Promise<number | null> {
  try {
    const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`);
    const { data } = await response.json();
    const [first] = data.result;
    return first === undefined ? null : Number(first.value[1]);
  } catch {
    return null;
  }
}

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
