import { randomUUID } from "node:crypto";
import {
  type AllocationHolder,
  createAllocationHolder,
  EnvironmentUnclear,
  STALE_AFTER_MS,
} from "./allocation-holder.ts";
import type { ClientStatus, TupeloClient, TupeloClientOptions } from "./client-types.ts";
import type { Decision } from "./decide.ts";
import { type Endpoint, SnapshotRefused } from "./fetch-snapshot.ts";
import { followStream } from "./follow-stream.ts";
import { createInstanceReporter } from "./instance-reporter.ts";
import { signAssignment } from "./sign-assignment.ts";
import { createSnapshotFile } from "./snapshot-file.ts";
import { createSnapshotLoop } from "./snapshot-loop.ts";

export type { ClientStatus, TupeloClient, TupeloClientOptions } from "./client-types.ts";
export type { Decision } from "./decide.ts";
export { ASSIGNMENT_ATTRIBUTE } from "./sign-assignment.ts";

/**
 * createTupeloClient connects a gateway to the data plane and routes in this process from then on. Without a data plane
 * it starts all the same, from `snapshotFile` or with no decision. Throws for a refused key, and where it is not clear
 * which environment is meant.
 */
export async function createTupeloClient(options: TupeloClientOptions): Promise<TupeloClient> {
  const parts = createParts(options);
  const { holder, reporter, file } = parts;
  const feed = createFeed(parts);
  await start(parts, feed);
  feed.follow();
  reporter.start();
  const clock = setInterval(holder.tick, 1_000).unref();
  const close = async () => {
    clearInterval(clock);
    feed.stop();
    reporter.stop();
    await file.settled();
  };
  return {
    ...{ decide: holder.decide, refresh: feed.refresh, onChange: feed.onChange, close },
    ...{ markWarm: reporter.markWarm, setReadiness: reporter.setReadiness },
    signAssignment: (decision, subject) => sign(holder, decision, subject, parts.wallClock()),
    status: () => ({
      ...statusOf(holder),
      ...{ instanceId: reporter.instanceId, isStreaming: feed.isStreaming() },
    }),
  };
}

type Parts = ReturnType<typeof createParts>;
type Feed = ReturnType<typeof createFeed>;

/** Brings allocations to the holder: by the poll, and by the stream that hurries it. */
function createFeed({ endpoint, holder, reporter, file, random, onProblem }: Parts) {
  const listeners = new Set<() => void>();
  let isStreaming = false;
  let firstError: unknown = null;
  let stopStream = () => {};
  const loop = createSnapshotLoop(endpoint, {
    onSnapshot: (snapshot, ageMs) => {
      holder.apply(snapshot, ageMs);
      file.write(snapshot, ageMs);
      reporter.send();
      for (const listener of listeners) listener();
    },
    onConfirmed: (ageMs) => {
      holder.confirm(ageMs);
      const held = holder.snapshot();
      if (held !== null) file.write(held, ageMs);
    },
    onError: (error) => {
      firstError ??= error;
      onProblem(`allocations could not be confirmed: ${error instanceof Error ? error.message : error}`);
    },
    isStreaming: () => isStreaming,
    random,
  });
  const onConnection = (isConnected: boolean) => {
    if (isStreaming && !isConnected) void loop.refresh();
    isStreaming = isConnected;
  };
  return {
    refresh: loop.refresh,
    firstError: () => firstError,
    isStreaming: () => isStreaming,
    onChange: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    follow: () => {
      stopStream = followStream(endpoint, { onChange: () => void loop.refresh(), onConnection, random });
    },
    stop: () => {
      loop.stop();
      stopStream();
    },
  };
}

function createParts(options: TupeloClientOptions) {
  const { now = () => performance.now(), wallClock = Date.now, random = Math.random } = options;
  const { onProblem = () => {}, timeoutMs = 2_000, cacheSize = 50_000 } = options;
  const endpoint: Endpoint = { url: options.url.replace(/\/+$/, ""), key: options.key, timeoutMs };
  const holder = createAllocationHolder({ environment: options.environment ?? null, cacheSize, now });
  const reporter = createInstanceReporter(endpoint, options.instanceId ?? randomUUID(), holder);
  const file = createSnapshotFile(options.snapshotFile, wallClock, onProblem);
  return { endpoint, holder, reporter, file, onProblem, wallClock, random };
}

/** An outage is no reason not to start; a wrong key or an unclear environment is. */
async function start({ file, holder }: Parts, feed: Feed): Promise<void> {
  const stored = await file.read();
  if (stored !== null) holder.apply(stored.snapshot, stored.ageMs);
  if (await feed.refresh()) return;
  const error = feed.firstError();
  const isRefused = error instanceof SnapshotRefused && (error.status === 401 || error.status === 403);
  if (!isRefused && !(error instanceof EnvironmentUnclear)) return;
  feed.stop();
  throw error;
}

function sign(holder: AllocationHolder, decision: Decision, subject: string, atMs: number): string | null {
  const snapshot = holder.snapshot();
  if (snapshot === null || snapshot.assignmentKey === null || snapshot.project === null) return null;
  return signAssignment(snapshot.assignmentKey, snapshot.project, subject, decision, atMs);
}

function statusOf(holder: AllocationHolder): Omit<ClientStatus, "instanceId" | "isStreaming"> {
  const environment = holder.environment();
  const staleMs = holder.staleMs();
  return {
    project: holder.snapshot()?.project ?? null,
    environment: environment?.name ?? null,
    generation: environment?.generation ?? null,
    staleMs,
    isStale: staleMs >= STALE_AFTER_MS,
  };
}
