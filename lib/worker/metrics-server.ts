import { createServer, type Server } from "node:http";
import { Counter, collectDefaultMetrics, Registry } from "prom-client";

/** What the worker counts, and the loopback server that Prometheus reads it from. */
export type WorkerMetrics = {
  countJob: (name: string, outcome: "done" | "failed") => void;
  close: () => Promise<void>;
};

/** startWorkerMetrics serves `/metrics` on 127.0.0.1; without a port it only counts. */
export async function startWorkerMetrics(port: number | undefined): Promise<WorkerMetrics> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const jobs = new Counter({
    name: "tupelo_worker_jobs_total",
    help: "Jobs that the worker has run, by name and outcome",
    labelNames: ["job", "outcome"],
    registers: [registry],
  });
  const server = port === undefined ? null : await listen(registry, port);
  return {
    countJob: (job, outcome) => jobs.inc({ job, outcome }),
    close: () => new Promise((resolve) => (server === null ? resolve() : server.close(() => resolve()))),
  };
}

function listen(registry: Registry, port: number): Promise<Server> {
  const server = createServer(async (request, response) => {
    if (request.method !== "GET" || request.url !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { "content-type": registry.contentType }).end(await registry.metrics());
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}
