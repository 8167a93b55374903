import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Logger } from "pino";
import { createDatabase } from "../db/client.ts";
import { listServedEnvironments, type ServedEnvironment } from "../db/queries/allocation-snapshot.ts";
import { takesOnlySigned } from "../db/queries/takes-only-signed.ts";
import { findKnownReleases } from "../db/traces/find-known-releases.ts";
import { createAllocationSteps } from "../db/traces/rollout-subjects.ts";
import { createTracePool } from "../db/traces/trace-pool.ts";
import { createTraceWriter } from "../db/traces/writer/trace-writer.ts";
import { verifyApiKey } from "../services/access/verify-api-key.ts";
import { startAllocationSnapshot } from "./allocation-snapshot.ts";
import { createAssignmentKeys } from "./assignment-keys.ts";
import { createAuthenticator } from "./authenticate.ts";
import type { BackgroundLoop } from "./background-loop.ts";
import type { DataPlaneEnv } from "./data-plane-env.ts";
import { createGatewaySnapshots } from "./gateway-snapshots.ts";
import { createGatewayStreams } from "./gateway-streams.ts";
import { createIngestLimits } from "./ingest-limits.ts";
import { createKnownReleases } from "./known-releases.ts";
import { startMaintenanceLoop } from "./maintenance-loop.ts";
import { createMetrics } from "./metrics.ts";
import { startScoreLoop } from "./score-loop.ts";
import { createDataPlaneServer } from "./server.ts";
import { createSignedTraffic } from "./signed-traffic.ts";
import { createStreamTickets } from "./stream-tickets.ts";

/** Two write; the others look releases up, take feedback, count late scores and look after partitions. */
const TRACE_CONNECTIONS = 8;

export type DataPlane = {
  url: string;
  /** Reads the allocations now, without waiting for the poll. */
  refresh: () => Promise<void>;
  /** Stops taking requests, lets the open ones finish for at most `drainMs`, and closes everything. */
  stop: (drainMs: number) => Promise<void>;
};

/**
 * startDataPlane opens pools, snapshot and server, and answers once it listens. Throws when the port is taken.
 * `adapt` changes what was read of the allocations, for tests of what nothing writes yet.
 */
export async function startDataPlane(
  env: DataPlaneEnv,
  logger: Logger,
  adapt: (environments: ServedEnvironment[]) => ServedEnvironment[] = (environments) => environments,
): Promise<DataPlane> {
  const now = () => new Date();
  const db = createDatabase(env.DATABASE_URL, 4);
  const sayBroken = (error: Error) => logger.warn({ err: error }, "a trace connection broke");
  const pool = createTracePool(env.DATABASE_URL, sayBroken, TRACE_CONNECTIONS);
  const snapshot = startAllocationSnapshot({
    load: async () => adapt(await listServedEnvironments(db)),
    listenUrl: env.DATABASE_URL_DIRECT ?? env.DATABASE_URL,
    logger,
    now,
  });
  const assignmentKeys = createAssignmentKeys(env.NEXTAUTH_SECRET ?? null);
  const snapshots = createGatewaySnapshots(snapshot, assignmentKeys);
  const streams = createGatewayStreams(snapshot, snapshots);
  const metrics = createMetrics(snapshot.ageMs, streams.count);
  const findSteps = createAllocationSteps(pool, now);
  const writer = createTraceWriter({ pool, findSteps, onStored: metrics.countGroup });
  metrics.watchWaitingRows(writer.waitingRows);
  const server = createDataPlaneServer({
    ...{ db, snapshots, streams, tickets: createStreamTickets(env.NEXTAUTH_SECRET ?? null, now) },
    authenticate: createAuthenticator((secret, at) => verifyApiKey(db, secret, at), now),
    ...{ assignmentKeys, signedTraffic: createSignedTraffic((id) => takesOnlySigned(db, id), now) },
    snapshot,
    pool,
    writer,
    knownReleases: createKnownReleases((projectId, ids) => findKnownReleases(pool, projectId, ids)),
    limits: createIngestLimits(env.INGEST_ITEMS_PER_SECOND),
    metrics,
    logger,
    now,
  });
  let loops: BackgroundLoop[] = [];
  const close = async () => {
    await Promise.all(loops.map((loop) => loop.stop()));
    await writer.stop();
    await snapshot.stop();
    await Promise.allSettled([pool.end(), db.$disconnect()]);
  };
  try {
    await Promise.all([listen(server, env), snapshot.refresh()]);
  } catch (error) {
    await close();
    throw error;
  }
  loops = [
    startMaintenanceLoop({ pool, env, logger, metrics, now }),
    startScoreLoop({ pool, logger, metrics, now }),
  ];
  return {
    url: describeAddress(server),
    refresh: snapshot.refresh,
    stop: async (drainMs) => {
      streams.close();
      await drain(server, drainMs);
      await close();
    },
  };
}

function listen(server: Server, env: DataPlaneEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(env.DATA_PLANE_PORT, env.DATA_PLANE_HOST, () => resolve());
  });
}

function describeAddress(server: Server): string {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("the data plane does not listen");
  return `http://${address.family === "IPv6" ? `[${address.address}]` : address.address}:${address.port}`;
}

function drain(server: Server, drainMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), drainMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
