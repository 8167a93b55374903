import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { AllocationSnapshot } from "./allocation-snapshot.ts";
import { createGatewayStreams, type GatewayStreams } from "./gateway-streams.ts";
import { writeAnswer } from "./http-answer.ts";
import { type EventReader, readEvents } from "./testing/read-events.ts";

const HEARTBEAT_MS = 40;
const VIEW = { projectId: "prj_1", environment: null };

let server: Server;
let streams: GatewayStreams;
let url: string;
let tag: string;
let tell: () => void;
let isAllowed: boolean;

/** As much of a snapshot as streams look at; a test changes the tag and tells. */
function stubSnapshot(): Pick<AllocationSnapshot, "listEnvironments" | "onChange"> {
  return {
    listEnvironments: () => [],
    onChange: (listener) => {
      tell = () => listener([]);
    },
  };
}

beforeEach(async () => {
  tag = '"1"';
  isAllowed = true;
  streams = createGatewayStreams(stubSnapshot(), { get: () => ({ etag: tag, body: "" }) }, HEARTBEAT_MS);
  server = createServer((request, response) => {
    const listener = { keyId: "key_1", view: VIEW, isAllowed: async () => isAllowed };
    writeAnswer(response, streams.open(listener, String(request.headers["last-event-id"] ?? "")), false);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
});

afterEach(async () => {
  streams.close();
  await new Promise((resolve) => server.close(resolve));
});

const listen = (headers = {}): Promise<EventReader> => readEvents(url, headers);

it("tells a change once, and nobody who knows it", async () => {
  const stream = await listen({ "last-event-id": '"1"' });
  tag = '"2"';
  tell();
  tell();
  expect((await stream.next()).id).toBe('"2"');
  expect(await stream.nextWithin(3 * HEARTBEAT_MS)).toBeNull();
  stream.close();
});

it("tells who comes back what it missed", async () => {
  tag = '"3"';
  const stream = await listen({ "last-event-id": '"1"' });
  expect((await stream.next()).id).toBe('"3"');
  stream.close();
});

it("ends a stream at the next heartbeat once its key is not allowed any more", async () => {
  const stream = await listen();
  await stream.next();
  isAllowed = false;
  expect(await stream.ended()).toBe("ended");
  await expect.poll(streams.count).toBe(0);
});

it("forgets a listener that went away", async () => {
  const open = await Promise.all(Array.from({ length: 20 }, () => listen()));
  expect(streams.count()).toBe(20);
  for (const stream of open) stream.close();
  await expect.poll(streams.count, { timeout: 5_000 }).toBe(0);
});

it("ends all streams when it closes, and opens no more", async () => {
  const stream = await listen();
  streams.close();
  expect(await stream.ended()).toBe("ended");
  expect((await fetch(url)).status).toBe(503);
});
