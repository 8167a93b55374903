import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { RecordedRequest } from "./scripted-github.ts";

/** A request with what GitHub's OpenAPI has against it. */
export type CheckedRequest = { method: string; url: string; body: string; problems: string[] };
export type Prism = {
  /** Checks each kind of request once. */
  checkAll: (requests: readonly RecordedRequest[]) => Promise<CheckedRequest[]>;
  stop: () => Promise<void>;
};

const START_MS = 200_000;
const require = createRequire(import.meta.url);

/**
 * startPrism starts Stoplight's Prism with the description of github.com's API that GitHub publishes. It answers
 * examples; what is asserted on is what it says about requests, because GitHub's own examples break its own schema.
 */
export async function startPrism(): Promise<Prism> {
  const port = await freePort();
  const cli = path.join(path.dirname(require.resolve("@stoplight/prism-cli/package.json")), "dist/index.js");
  const description = require.resolve("@octokit/openapi/generated/api.github.com.json");
  const child = spawn(process.execPath, [cli, "mock", description, "-p", `${port}`, "-h", "127.0.0.1"], {
    stdio: "ignore",
  });
  const address = `http://127.0.0.1:${port}`;
  await waitUntilReady(address, child);
  return {
    checkAll: async (requests) => {
      const checked: CheckedRequest[] = [];
      for (const request of kindsOf(requests)) checked.push(await check(address, request));
      return checked;
    },
    stop: async () => {
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === "string") reject(new Error("no port is free"));
        else resolve(address.port);
      });
    });
  });
}

async function waitUntilReady(address: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`Prism ended with ${child.exitCode}`);
    const answer = await fetch(`${address}/user`, { headers: { authorization: "token x" } }).catch(
      () => null,
    );
    await answer?.body?.cancel();
    if (answer !== null) return;
    await sleep(250);
  }
  throw new Error("Prism did not start in time");
}

/** Requests that differ in ids, numbers and words alone are one kind. */
function kindsOf(requests: readonly RecordedRequest[]): RecordedRequest[] {
  const kinds = new Map<string, RecordedRequest>();
  for (const request of requests) {
    const key = `${request.method} ${plain(request.url)} ${plain(request.body)} ${request.headers.accept}`;
    if (!kinds.has(key)) kinds.set(key, request);
  }
  return [...kinds.values()];
}

const plain = (text: string) => text.replace(/[0-9a-f]{40}/g, "sha").replace(/\d+/g, "n");

const violations = z.array(z.object({ location: z.array(z.string()), message: z.string() }));
const problem = z.object({ type: z.string(), title: z.string() });

async function check(
  address: string,
  { method, url, headers, body }: RecordedRequest,
): Promise<CheckedRequest> {
  const answer = await fetch(`${address}${url}`, {
    method,
    headers: {
      authorization: "token x",
      accept: headers.accept ?? "application/json",
      ...(body === "" ? {} : { "content-type": headers["content-type"] ?? "application/json" }),
      "x-github-api-version": headers["x-github-api-version"] ?? "2022-11-28",
    },
    ...(body === "" ? {} : { body }),
  });
  const said = violations.parse(JSON.parse(answer.headers.get("sl-violations") ?? "[]"));
  const problems = said
    .filter(({ location }) => location[0] === "request")
    .map(({ location, message }) => `${location.join(".")}: ${message}`);
  const refusal = problem.safeParse(await answer.json().catch(() => null));
  const isUnknown = refusal.success && /NO_(PATH|METHOD|SERVER)/.test(refusal.data.type);
  if (isUnknown) problems.push(refusal.data.title);
  return { method, url, body, problems };
}
