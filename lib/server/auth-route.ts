import { NextRequest } from "next/server";
import NextAuthModule from "next-auth";
import { createId } from "../db/create-id.ts";
import { AppError, PROBLEMS, type ProblemCode } from "../domain/errors.ts";
import { authOptions } from "./auth-options.ts";
import { isOwnOrigin } from "./check-request.ts";
import { getRuntime } from "./context.ts";
import { problemResponse } from "./problem.ts";
import { BODY_TIMEOUT_MS, readBody } from "./read-body.ts";
import { ownOrigins, type Runtime } from "./runtime.ts";
import { toAppError } from "./to-app-error.ts";

type AuthContext = { params: Promise<{ nextauth: string[] }> };

const MAX_FORM_BYTES = 16 * 1024;
/** next-auth passes on only the code, so the longest wait is named. */
const RETRY_AFTER_SECONDS = 15 * 60;
/** What of next-auth is open; its own pages, its session endpoint and its log are not. */
const OPEN: Record<string, readonly string[]> = {
  GET: ["csrf", "providers", "signin"],
  POST: ["callback/credentials"],
};

/**
 * handleAuth puts next-auth behind the same edge as every other route: origin check, limit on the body, problems as
 * problem+json. Signing out is DELETE /api/v1/session, which also revokes.
 */
export async function handleAuth(request: NextRequest, context: AuthContext): Promise<Response> {
  const requestId = createId("req");
  const instance = new URL(request.url).pathname;
  const runtime = getRuntime();
  try {
    const response = await answer(request, context, runtime);
    response.headers.set("Cache-Control", "no-store");
    response.headers.set("X-Request-Id", requestId);
    return response;
  } catch (error) {
    const problem = toAppError(error);
    if (problem.internal !== undefined)
      runtime.logger.error({ requestId, err: problem.internal }, "sign-in failed");
    return problemResponse(problem, { requestId, instance, allow: Object.keys(OPEN) });
  }
}

async function answer(request: NextRequest, context: AuthContext, runtime: Runtime): Promise<Response> {
  const action = (await context.params).nextauth.join("/");
  const isKnown = Object.values(OPEN).some((actions) => actions.includes(action));
  if (!isKnown) throw new AppError("not-found", "There is nothing at this address.");
  if (!OPEN[request.method]?.includes(action))
    throw new AppError("method-not-allowed", "This address does not take that method.");
  const isPost = request.method === "POST";
  if (isPost && !isOwnOrigin(request.headers, ownOrigins(runtime.env), false)) {
    throw new AppError("csrf", "This sign-in did not come from the console's own page.");
  }
  const forwarded = isPost ? await withLimitedBody(request) : request;
  const response: Response = await nextAuth()(forwarded, context, authOptions(runtime));
  return isPost ? toSignInAnswer(response) : response;
}

function nextAuth(): typeof NextAuthModule {
  const module: { default?: typeof NextAuthModule } & object = NextAuthModule;
  return module.default ?? NextAuthModule;
}

/** The form as next-auth reads it, small enough, and always asking for JSON instead of a redirect. */
async function withLimitedBody(request: NextRequest): Promise<NextRequest> {
  const bytes = await readBody(request, { maxBytes: MAX_FORM_BYTES, timeoutMs: BODY_TIMEOUT_MS });
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  const headers = new Headers(request.headers);
  headers.delete("content-length");
  headers.set("content-type", "application/x-www-form-urlencoded");
  const form = readForm(type, bytes);
  form.set("json", "true");
  return new NextRequest(request.url, { method: "POST", headers, body: form.toString() });
}

function readForm(type: string | undefined, bytes: Uint8Array): URLSearchParams {
  const text = new TextDecoder().decode(bytes);
  if (type === "application/x-www-form-urlencoded") return new URLSearchParams(text);
  if (type !== "application/json")
    throw new AppError("unsupported-media-type", "Send the form as JSON or urlencoded.");
  const value: unknown = parse(text);
  if (typeof value !== "object" || value === null)
    throw new AppError("malformed-json", "The body has to be one JSON object.");
  const pairs = Object.entries(value).flatMap(([key, item]) =>
    typeof item === "string" ? [[key, item]] : [],
  );
  return new URLSearchParams(pairs);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError("malformed-json", "The body is not well-formed JSON.", { internal: error });
  }
}

/** next-auth answers with an address; its `error` parameter is the code that authorizeCredentials threw. */
async function toSignInAnswer(response: Response): Promise<Response> {
  const answer: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  const address = typeof answer === "object" && answer !== null && "url" in answer ? String(answer.url) : "";
  const url = URL.canParse(address) ? new URL(address) : null;
  const code = url?.searchParams.get("error");
  if (code !== null && code !== undefined) throw refusal(code);
  if (url?.searchParams.get("csrf") === "true") {
    throw new AppError("csrf", "The sign-in page was open too long; load it again.");
  }
  const headers = new Headers(response.headers);
  headers.delete("location");
  return new Response(JSON.stringify({ url: address }), { status: 200, headers });
}

function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}

function refusal(code: string): AppError {
  if (code === "too-many-requests") {
    return new AppError(code, "Too many wrong tries; wait a quarter of an hour and try again.", {
      params: { retryAfterSeconds: RETRY_AFTER_SECONDS },
    });
  }
  if (isProblemCode(code) && code !== "bad-credentials") return new AppError(code, PROBLEMS[code].title);
  return new AppError("bad-credentials", "The e-mail or the password is wrong; check both.");
}
