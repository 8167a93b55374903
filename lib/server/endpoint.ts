import { z } from "zod";
import type { BodyOf, Endpoint, ParamsOf, QueryOf, ResponseOf } from "../contracts/endpoint.ts";
import { createId } from "../db/create-id.ts";
import { isProjectPermission } from "../domain/access/permissions.ts";
import type { Principal } from "../domain/access/principal.ts";
import { AppError } from "../domain/errors.ts";
import { authorize, authorizeInstallation } from "../services/authorize.ts";
import type { ServiceContext } from "../services/context.ts";
import { resolveProject } from "../services/projects/resolve-project.ts";
import { checkAuthorized } from "./check-authorized.ts";
import { checkOrigin, checkRequest } from "./check-request.ts";
import { getRuntime } from "./context.ts";
import { buildIdempotency, findStoredAnswer, readIdempotencyKey, type StoredAnswer } from "./idempotency.ts";
import { parseBody, parseParams, parseQuery } from "./parse-input.ts";
import { principalFromRequest } from "./principal.ts";
import { problemResponse } from "./problem.ts";
import { BODY_TIMEOUT_MS, readBody } from "./read-body.ts";
import { readJson } from "./read-json.ts";
import { addRenewedCookie } from "./renewed-cookie.ts";
import { ANONYMOUS, contextOf, ownOrigins, type Runtime } from "./runtime.ts";
import { toAppError } from "./to-app-error.ts";

export type EndpointInput<E extends Endpoint> = {
  params: ParamsOf<E>;
  query: QueryOf<E>;
  /** The parsed body; the bytes as they came where the declaration says `raw`. */
  body: E["bodyKind"] extends "raw" ? Uint8Array : BodyOf<E>;
  /** The bytes of the body; empty where none is read. */
  bytes: Uint8Array;
  request: Request;
};

/** The same thing was there already: answered with the declaration's `repeated` status. */
export class Repeated<T> {
  readonly answer: T;
  constructor(answer: T) {
    this.answer = answer;
  }
}

export type Handler<E extends Endpoint> = (
  input: EndpointInput<E>,
  ctx: ServiceContext,
) => Promise<ResponseOf<E> | Repeated<ResponseOf<E>> | Response>;

export type RouteHandler = (request: Request, route?: { params: Promise<unknown> }) => Promise<Response>;

/**
 * endpoint makes a Next route handler of a declaration: who is asking, is the request well-formed, was it answered
 * before; then the service, then its answer or a problem. Services authorise themselves (authorize()); outside
 * production it is an error when one forgot. A handler may return a Response of its own (streams, exports).
 */
export function endpoint<E extends Endpoint>(declaration: E, handler: Handler<E>): RouteHandler {
  return async (request) => {
    const startedAt = performance.now();
    const requestId = createId("req");
    const runtime = getRuntime();
    const pathname = new URL(request.url).pathname;
    const response = await answer(declaration, handler, { request, requestId, runtime, pathname }).catch(
      (error: unknown) => {
        const problem = toAppError(error);
        if (problem.internal !== undefined) {
          runtime.logger.error({ requestId, code: problem.code, err: problem.internal }, "request failed");
        }
        return problemResponse(problem, { requestId, instance: pathname, allow: [declaration.method] });
      },
    );
    const durationMs = Math.round(performance.now() - startedAt);
    runtime.logger.info(
      {
        requestId,
        operation: declaration.operationId,
        method: request.method,
        status: response.status,
        durationMs,
      },
      "request",
    );
    return response;
  };
}

type Call = { request: Request; requestId: string; runtime: Runtime; pathname: string };

async function answer<E extends Endpoint>(
  declaration: E,
  handler: Handler<E>,
  call: Call,
): Promise<Response> {
  const { request, runtime } = call;
  checkRequest(request, declaration);
  const principal = await resolvePrincipal(declaration, request, runtime);
  const response = await answerTo(principal, declaration, handler, call);
  return addRenewedCookie(response, principal, call);
}

async function answerTo<E extends Endpoint>(
  principal: Principal,
  declaration: E,
  handler: Handler<E>,
  call: Call,
): Promise<Response> {
  const { request, requestId, runtime } = call;
  const params = parseParams(declaration, call.pathname);
  const query = parseQuery(declaration, new URL(request.url).searchParams);
  const key = readIdempotencyKey(request, declaration);
  const bytes = await readBytes(declaration, request);
  const body = readInput(declaration, bytes);
  const ctx = contextOf(runtime, principal, requestId);
  if (key !== null) {
    ctx.idempotency = buildIdempotency(request, declaration, key, bytes);
    const stored = await findStoredAnswer(runtime.db, principal, ctx.idempotency);
    if (stored !== null) {
      await authorizeReplay(declaration, ctx, params);
      return replay(stored, requestId);
    }
  }
  // The schemas of the declaration made these values; the compiler cannot follow that through a generic.
  const input = { params, query, body, bytes, request } as EndpointInput<E>;
  try {
    const result = await checkAuthorized(declaration, ctx, runtime.env.isChecked, (checked) =>
      handler(input, checked),
    );
    if (result instanceof Repeated && ctx.idempotency !== undefined) {
      // A parallel request with the same key may have been the first: then its answer is this one's too.
      const first = await findStoredAnswer(runtime.db, principal, ctx.idempotency);
      if (first !== null) return replay(first, requestId);
    }
    if (ctx.idempotency !== undefined && runtime.env.isChecked) {
      checkStoredAnswer(declaration, await findStoredAnswer(runtime.db, principal, ctx.idempotency), result);
    }
    return toResponse(declaration, result, requestId, runtime.env.isChecked);
  } catch (error) {
    return await replayAfterConflict(error, runtime, principal, ctx);
  }
}

async function resolvePrincipal(
  declaration: Endpoint,
  request: Request,
  runtime: Runtime,
): Promise<Principal> {
  // Whoever signs is nobody here: what a browser adds by itself gives a signed request no more rights.
  if (declaration.permission === "signature") return ANONYMOUS;
  const principal = await principalFromRequest(request, runtime);
  checkOrigin(request, principal, ownOrigins(runtime.env));
  if (declaration.permission === "public") return principal ?? ANONYMOUS;
  if (principal === null) {
    throw new AppError("unauthenticated", "Sign in, or send a valid API key as `Authorization: Bearer …`.");
  }
  if (declaration.permission === "signed-in" && principal.kind !== "account") {
    throw new AppError("insufficient-scope", "Only a person who is signed in can do this.");
  }
  return principal;
}

const projectParam = z.object({ project: z.string() });

/** Who lost the permission since does not get the old answer again. */
async function authorizeReplay(declaration: Endpoint, ctx: ServiceContext, params: unknown): Promise<void> {
  const { permission } = declaration;
  if (permission === "installation:manage") return authorizeInstallation(ctx);
  if (!isProjectPermission(permission)) return;
  const { project } = projectParam.parse(params);
  authorize(ctx, permission, { projectId: (await resolveProject(ctx, project)).id });
}

async function readBytes(declaration: Endpoint, request: Request): Promise<Uint8Array> {
  if (declaration.body === null) return new Uint8Array();
  return readBody(request, { maxBytes: declaration.bodyLimitBytes, timeoutMs: BODY_TIMEOUT_MS });
}

function readInput(declaration: Endpoint, bytes: Uint8Array): unknown {
  if (declaration.body === null) return undefined;
  return declaration.bodyKind === "raw" ? bytes : parseBody(declaration.body, readJson(bytes));
}

function toResponse(declaration: Endpoint, result: unknown, requestId: string, isChecked: boolean): Response {
  if (result instanceof Response) {
    for (const [name, value] of Object.entries(answerHeaders(requestId))) result.headers.set(name, value);
    return result;
  }
  const isRepeated = result instanceof Repeated;
  const { status } = declaration;
  const code = typeof status === "number" ? status : isRepeated ? status.repeated : status.created;
  const body: unknown = isRepeated ? result.answer : result;
  if (isChecked) checkAnswer(declaration, body);
  return jsonResponse(code, body, requestId);
}

function checkAnswer(declaration: Endpoint, body: unknown): void {
  const parsed = declaration.response.safeParse(
    body === undefined ? undefined : JSON.parse(JSON.stringify(body)),
  );
  if (parsed.success) return;
  throw new Error(
    `${declaration.operationId} answered with something it did not promise: ${parsed.error.message}`,
  );
}

/** A service whose answer is more than its transaction's would answer a repetition with less. */
function checkStoredAnswer(declaration: Endpoint, stored: StoredAnswer | null, result: unknown): void {
  const isCompared = stored !== null && !(result instanceof Repeated) && !(result instanceof Response);
  if (!isCompared || JSON.stringify(stored.body) === JSON.stringify(result)) return;
  throw new Error(`${declaration.operationId} stores another answer than it gives`);
}

function jsonResponse(status: number, body: unknown, requestId: string): Response {
  const headers = answerHeaders(requestId);
  if (status === 204) return new Response(null, { status, headers });
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...headers, "Content-Type": "application/json" },
  });
}

function answerHeaders(requestId: string): Record<string, string> {
  return { "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Request-Id": requestId };
}

function replay(stored: StoredAnswer, requestId: string): Response {
  return jsonResponse(stored.status, stored.body, requestId);
}

/**
 * The same request may have been running already and have committed meanwhile: then its answer is this one's too,
 * whatever kept this one from doing it again.
 */
async function replayAfterConflict(
  error: unknown,
  runtime: Runtime,
  principal: Principal,
  ctx: ServiceContext,
) {
  if (ctx.idempotency === undefined) throw error;
  const stored = await findStoredAnswer(runtime.db, principal, ctx.idempotency).catch(() => null);
  if (stored === null) throw error;
  return replay(stored, ctx.requestId);
}
