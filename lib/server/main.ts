import { Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import next from "next";
import { ENDPOINTS } from "../contracts/registry.ts";
import { createLogger } from "../services/logging/logger.ts";
import { createConsoleServer } from "./console-server.ts";
import { type Env, parseEnv } from "./env.ts";

/** The console process: a thin HTTP server, and Next behind it. */
const SHUTDOWN_MS = 10_000;
const logger = createLogger("console");

function readEnv(): Env {
  try {
    return parseEnv(process.env);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

async function main(): Promise<void> {
  const env = readEnv();
  const isDevelopment = process.env.NODE_ENV === "development";
  const dir = path.join(import.meta.dirname, "../..");
  // Next would attach its own upgrade handler to our server; this one never listens.
  const idle = new Server();
  const app = next({ dev: isDevelopment, dir, hostname: env.host, port: env.port, httpServer: idle });
  await app.prepare();
  const handler = app.getRequestHandler();
  const server = createConsoleServer({
    handle: (request, response) => {
      handler(request, response).catch((error: unknown) => {
        logger.error({ err: error }, "a request failed outside of its route");
        response.destroy();
      });
    },
    endpoints: ENDPOINTS,
    trustedProxies: env.trustedProxies,
    upgrade: isDevelopment ? (...event) => idle.emit("upgrade", ...event) : undefined,
  });
  server.on("error", (error: NodeJS.ErrnoException) => {
    const isTaken = error.code === "EADDRINUSE";
    const reason = isTaken ? `Port ${env.port} is in use; set PORT to a free one.` : error.message;
    process.stderr.write(`The console cannot listen on ${env.host}:${env.port}. ${reason}\n`);
    process.exit(1);
  });
  server.listen(env.port, env.host, () => {
    const address: AddressInfo | string | null = server.address();
    logger.info({ address }, "listening");
  });
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => stop(server, signal));
  }
}

/** Answers what is under way, for at most ten seconds; streams are closed at once when that time is over. */
function stop(server: Server, signal: string): void {
  logger.info({ signal }, "stopping");
  const force = setTimeout(() => process.exit(0), SHUTDOWN_MS);
  force.unref();
  const closeStreams = setTimeout(() => server.closeAllConnections(), SHUTDOWN_MS / 4);
  closeStreams.unref();
  server.close(async () => {
    await globalThis.tupeloRuntime?.db.$disconnect();
    process.exit(0);
  });
  server.closeIdleConnections();
}

main().catch((error: unknown) => {
  logger.fatal({ err: error }, "the console could not start");
  process.exit(1);
});
