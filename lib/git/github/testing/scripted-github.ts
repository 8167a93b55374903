/**
 * A GitHub of our own on loopback, for tests: its REST API over a real bare repository, with a script of what goes
 * wrong. How to use it, from any test (services too):
 *
 *     const github = await startScriptedGithub();
 *     const host = github.host();                       // a GitHost; one more is like one more process
 *     github.repository.commit({ files: { ... } });     // somebody else works with ordinary git
 *     github.faults.plan({ on: /^POST \/pulls$/, lost: "connection" });
 *     github.state.pulls, .comments, .statuses, .reviews, .ruleset   // what stands on "GitHub"
 *     github.requests                                   // what was asked for so far
 *     await github.close();
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { GitHost } from "../../git-host.ts";
import { createGithubHost } from "../create-github-host.ts";
import type { GithubClock } from "../github-clock.ts";
import { connectGithub, type GithubSettings } from "../github-connection.ts";
import { createAppRoutes } from "./app-routes.ts";
import { createFaults, type Fault, type Faults } from "./faults.ts";
import { GIT_ROUTES } from "./git-routes.ts";
import { createGithubState, type GithubState, lookAtGit } from "./github-state.ts";
import { NOTE_ROUTES } from "./note-routes.ts";
import { PULL_ROUTES } from "./pull-routes.ts";
import { notFound, type Reply, refusal } from "./route.ts";
import { TEST_TOKEN } from "./test-token.ts";

export type RecordedRequest = {
  method: string;
  /** With its query. */
  url: string;
  headers: Readonly<Record<string, string | undefined>>;
  body: string;
};

export type ScriptedGithub = {
  state: GithubState;
  repository: GithubState["repository"];
  faults: Faults;
  requests: RecordedRequest[];
  apiUrl: string;
  /** The repository as a project names it. */
  address: string;
  settings: GithubSettings;
  /** A host with a memory of its own, as one more process has. */
  host: (settings?: Partial<GithubSettings>) => GitHost;
  close: () => Promise<void>;
};

const ROUTES = [...GIT_ROUTES, ...PULL_ROUTES, ...NOTE_ROUTES];

type Options = {
  tls?: { key: string; cert: string };
  now?: () => Date;
  clock?: GithubClock;
  /** Whose repository and pull requests it begins with; the source may go on meanwhile. */
  copyOf?: ScriptedGithub;
};

/** startScriptedGithub starts one with an empty repository `deploybuddy/ops`. */
export async function startScriptedGithub(options: Options = {}): Promise<ScriptedGithub> {
  const state = createGithubState(options.now ?? (() => new Date()), options.copyOf?.state);
  const faults = createFaults();
  const requests: RecordedRequest[] = [];
  const app = createAppRoutes(state);
  // GitHub's own answers come one after the other here: a test's races are those between requests.
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
    const done = queue.then(task, task);
    queue = done.catch(() => {});
    return done;
  };
  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    const recorded = await record(request);
    requests.push(recorded);
    const name = `${recorded.method} ${pathOf(state, recorded.url)}`;
    await play(faults.take(name), response, () => inTurn(() => answer(state, app, recorded)));
  };
  const server = options.tls === undefined ? createServer() : createTlsServer(options.tls);
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    listener(request, response).catch((error: unknown) => {
      response.writeHead(599).end(String(error));
    });
  });
  const port = await listen(server);
  const apiUrl = `${options.tls === undefined ? "http" : "https"}://127.0.0.1:${port}`;
  const settings: GithubSettings = {
    ...{ apiUrl, credentials: { kind: "token", token: TEST_TOKEN }, fetch: globalThis.fetch },
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  };
  const address = `${state.owner}/${state.name}`;
  return {
    ...{ state, repository: state.repository, faults, requests, apiUrl, address, settings },
    host: (more = {}) => createGithubHost(connectGithub({ ...settings, ...more }), address),
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await queue;
      state.repository.remove();
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") reject(new Error("the server does not listen"));
      else resolve(address.port);
    });
  });
}

async function record(request: IncomingMessage): Promise<RecordedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, value?.toString()]),
  );
  return {
    ...{ method: request.method ?? "", url: request.url ?? "", headers },
    body: Buffer.concat(chunks).toString("utf8"),
  };
}

/** Below the repository and as people write it; anything else stays whole. */
function pathOf({ owner, name }: GithubState, url: string): string {
  const path = new URL(url, "http://x.example").pathname.split("/").map(decodeURIComponent).join("/");
  const prefix = `/repos/${owner}/${name}`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : path;
}

async function answer(
  state: GithubState,
  app: ReturnType<typeof createAppRoutes>,
  recorded: RecordedRequest,
): Promise<Reply> {
  const path = pathOf(state, recorded.url);
  const own = app.answer(recorded.method, path, recorded.headers);
  if (own !== null) return own;
  if (!app.isAllowed(recorded.headers.authorization)) return refusal(401, "Bad credentials");
  if (!recorded.url.startsWith(`/repos/${state.owner}/${state.name}`)) return notFound();
  await lookAtGit(state);
  const route = ROUTES.find((one) => one.method === recorded.method && one.path.test(path));
  if (route === undefined) return notFound();
  const { searchParams: query } = new URL(recorded.url, "http://x.example");
  const body: unknown = recorded.body === "" ? null : JSON.parse(recorded.body);
  const parts = (route.path.exec(path) ?? []).slice(1);
  try {
    return await route.answer(state, { parts, query, headers: recorded.headers, body });
  } catch (error) {
    if (error instanceof z.ZodError) return refusal(422, `Invalid request.\n\n${error.message}`);
    throw error;
  }
}

async function play(fault: Fault | null, response: ServerResponse, act: () => Promise<Reply>): Promise<void> {
  await fault?.before?.();
  if (fault?.delayMs !== undefined) await sleep(fault.delayMs);
  if (fault?.answer !== undefined) {
    const { status, headers, body = { message: "Server Error" } } = fault.answer;
    return reply(response, { status, body, ...(headers === undefined ? {} : { headers }) });
  }
  const done = await act();
  if (fault?.lost === "silence") return;
  if (fault?.lost === "connection") {
    response.destroy();
    return;
  }
  if (fault?.garbled === undefined) return reply(response, done);
  response.writeHead(done.status, { "content-type": "application/json; charset=utf-8" }).end(fault.garbled);
}

function reply(response: ServerResponse, { status, body, headers = {} }: Reply): void {
  const isRaw = Buffer.isBuffer(body);
  const type = isRaw ? "application/vnd.github.raw+json; charset=utf-8" : "application/json; charset=utf-8";
  response.writeHead(status, { "content-type": type, "x-ratelimit-remaining": "4999", ...headers });
  response.end(status === 304 || body === null ? undefined : isRaw ? body : JSON.stringify(body));
}
