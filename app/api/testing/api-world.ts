import type { Endpoint } from "../../../lib/contracts/endpoint.ts";
import type { Scope } from "../../../lib/domain/access/roles.ts";
import { setRuntime } from "../../../lib/server/context.ts";
import type { RouteHandler } from "../../../lib/server/endpoint.ts";
import type { Runtime } from "../../../lib/server/runtime.ts";
import { sessionCookieName, writeSessionToken } from "../../../lib/server/session-cookie.ts";
import { testRuntime } from "../../../lib/server/testing/test-runtime.ts";
import { type ApiFacts, createApiFacts, type Person } from "../../../lib/services/testing/api-facts.ts";
import { type RequestFacts, VALID_REQUESTS, type ValidRequest } from "./api-requests.ts";
import { listRoutes } from "./route-table.ts";

export const ORIGIN = "http://127.0.0.1:3000";

export type Caller = { person: Person } | { key: Scope } | "anonymous";
export type Answer = { status: number; body: unknown; text: string; headers: Headers };
export type ApiWorld = {
  facts: ApiFacts;
  routes: Map<string, RouteHandler>;
  /** Uses another database (a copy of this one, or an empty installation) until the next call. */
  use: (test: ApiFacts["test"]) => Promise<Runtime>;
  /** Lets go of the database in use, so that it can be dropped. */
  leave: () => Promise<void>;
  request: (declaration: Endpoint, setupToken?: string) => ValidRequest;
  send: (declaration: Endpoint, valid: ValidRequest, who: Caller, options?: SendOptions) => Promise<Answer>;
  close: () => Promise<void>;
};
export type SendOptions = { project?: string; idempotencyKey?: string; headers?: Record<string, string> };

/** createApiWorld makes the projects, and a way to send any endpoint any request as anybody. */
export async function createApiWorld(): Promise<ApiWorld> {
  const facts = await createApiFacts();
  const routes = await listRoutes();
  let runtime: Runtime | null = null;
  /** The cookies of sessions that got a new id meanwhile, in the database in use. */
  const renewed = new Map<Person, string>();
  let inUse: ApiFacts["test"] | null = null;
  const leave = async () => {
    await runtime?.traces.end();
    runtime = null;
    setRuntime(undefined);
  };
  const use: ApiWorld["use"] = async (test) => {
    await leave();
    if (inUse !== test) renewed.clear();
    inUse = test;
    runtime = { ...testRuntime({ now: facts.now }, test), gitHostFor: facts.gitHostFor };
    setRuntime(runtime);
    return runtime;
  };
  const send: ApiWorld["send"] = async (declaration, valid, who, options = {}) => {
    const handler = routes.get(`${declaration.method} ${declaration.path}`);
    if (handler === undefined || runtime === null) throw new Error(`${declaration.operationId} has no route`);
    const person = typeof who === "object" && "person" in who ? who.person : null;
    const newer = person === null ? undefined : renewed.get(person);
    const sent = { ...options, headers: { ...valid.headers, ...options.headers } };
    const headers = await headersOf(declaration, who, runtime, facts, sent);
    const response = await handler(
      new Request(addressOf(declaration, valid, options.project ?? facts.project.slug), {
        method: declaration.method,
        headers: newer === undefined ? headers : { ...headers, cookie: newer },
        body: bodyOf(declaration, valid),
      }),
    );
    const [cookie] = response.headers.get("set-cookie")?.split(";") ?? [];
    if (person !== null && cookie !== undefined && !cookie.endsWith("=")) renewed.set(person, cookie);
    const text = await response.text();
    const isJson = response.headers.get("content-type")?.includes("json") === true;
    const isLines = response.headers.get("content-type")?.includes("ndjson") === true;
    return {
      status: response.status,
      body: isJson && !isLines && text !== "" ? JSON.parse(text) : text,
      text,
      headers: response.headers,
    };
  };
  const close = async () => {
    await leave();
    await facts.close();
  };
  const request: ApiWorld["request"] = (declaration, setupToken = "x".repeat(43)) =>
    requestFor(declaration, { ...facts, setupToken });
  return { facts, routes, use, leave, request, send, close };
}

function requestFor(declaration: Endpoint, facts: RequestFacts): ValidRequest {
  const make = VALID_REQUESTS[declaration.operationId];
  if (make === undefined) {
    throw new Error(`Add a valid request of ${declaration.operationId} to app/api/testing/api-requests.ts.`);
  }
  return make(facts);
}

function addressOf(declaration: Endpoint, valid: ValidRequest, project: string): string {
  const params: Record<string, string> = { project, ...valid.params };
  const path = declaration.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ""),
  );
  const query = new URLSearchParams(valid.query).toString();
  return `${ORIGIN}${path}${query === "" ? "" : `?${query}`}`;
}

function bodyOf(declaration: Endpoint, { body }: ValidRequest): BodyInit | undefined {
  if (declaration.body === null) return undefined;
  return body instanceof Uint8Array ? new Blob([new Uint8Array(body)]) : JSON.stringify(body);
}

let serial = 0;

async function headersOf(
  declaration: Endpoint,
  who: Caller,
  runtime: Runtime,
  facts: ApiFacts,
  options: SendOptions,
): Promise<Record<string, string>> {
  serial += 1;
  const headers: Record<string, string> = { ...options.headers };
  if (declaration.body !== null) headers["content-type"] = "application/json";
  if (declaration.idempotency !== "none")
    headers["idempotency-key"] = options.idempotencyKey ?? `key-${serial}`;
  if (options.idempotencyKey !== undefined) headers["idempotency-key"] = options.idempotencyKey;
  if (who === "anonymous") return headers;
  if ("key" in who) return { ...headers, authorization: `Bearer ${facts.keys[who.key]}` };
  const token = await writeSessionToken(facts.sessions[who.person], runtime.env);
  return { ...headers, origin: ORIGIN, cookie: `${sessionCookieName(runtime.env)}=${token}` };
}
