import { createId } from "../db/create-id.ts";
import { isProvider, type Provider } from "../domain/access/providers.ts";
import { AppError } from "../domain/errors.ts";
import type { AuthCall } from "./auth-call.ts";
import { authOptions } from "./auth-options.ts";
import { answerPasswordSignIn } from "./auth-password.ts";
import { isOwnOrigin } from "./check-request.ts";
import { getRuntime } from "./context.ts";
import { finishProviderFlow } from "./finish-provider-flow.ts";
import { problemResponse } from "./problem.ts";
import { runNextAuth } from "./run-next-auth.ts";
import { ownOrigins, type Runtime } from "./runtime.ts";
import { startProviderFlow } from "./start-provider-flow.ts";
import { toAppError } from "./to-app-error.ts";

type AuthContext = { params: Promise<{ nextauth: string[] }> };

/** What of next-auth is open; its own pages, its session endpoint and its log are not. */
type Action =
  | { kind: "csrf" }
  | { kind: "password" }
  | { kind: "start"; provider: Provider }
  | { kind: "finish"; provider: Provider };

const METHODS: Record<Action["kind"], "GET" | "POST"> = {
  csrf: "GET",
  password: "POST",
  start: "POST",
  finish: "GET",
};

/**
 * handleAuth puts next-auth behind the same edge as every other route: origin check, limit on the body, problems as
 * problem+json. Signing out is DELETE /api/v1/session, which also revokes.
 */
export async function handleAuth(request: Request, context: AuthContext): Promise<Response> {
  const requestId = createId("req");
  const instance = new URL(request.url).pathname;
  const runtime = getRuntime();
  let allow = ["GET", "POST"];
  try {
    const action = readAction((await context.params).nextauth, runtime);
    allow = [METHODS[action.kind]];
    if (request.method !== METHODS[action.kind])
      throw new AppError("method-not-allowed", "This address does not take that method.");
    const response = await answer(action, { request, runtime, requestId });
    response.headers.set("Cache-Control", "no-store");
    response.headers.set("X-Request-Id", requestId);
    return response;
  } catch (error) {
    const problem = toAppError(error);
    if (problem.internal !== undefined)
      runtime.logger.error({ requestId, err: problem.internal }, "sign-in failed");
    return problemResponse(problem, { requestId, instance, allow });
  }
}

/** A provider that is not set up has no address: nothing says that it could be. */
function readAction(parts: readonly string[], { env }: Runtime): Action {
  const [name, provider = "", ...rest] = parts;
  if (name === "csrf" && parts.length === 1) return { kind: "csrf" };
  if (rest.length === 0 && name === "callback" && provider === "credentials") return { kind: "password" };
  const isSetUp = isProvider(provider) && env[provider] !== null;
  if (rest.length === 0 && isSetUp && name === "signin") return { kind: "start", provider };
  if (rest.length === 0 && isSetUp && name === "callback") return { kind: "finish", provider };
  throw new AppError("not-found", "There is nothing at this address.");
}

async function answer(action: Action, call: AuthCall): Promise<Response> {
  const { request, runtime } = call;
  if (request.method === "POST" && !isOwnOrigin(request.headers, ownOrigins(runtime.env), false)) {
    throw new AppError("csrf", "This sign-in did not come from the console's own page.");
  }
  switch (action.kind) {
    case "csrf":
      return answerCsrf(call);
    case "password":
      return answerPasswordSignIn(call);
    case "start":
      return startProviderFlow(call, action.provider);
    case "finish":
      return finishProviderFlow(call, action.provider);
  }
}

async function answerCsrf({ request, runtime }: AuthCall): Promise<Response> {
  const { body, cookies } = await runNextAuth(authOptions(runtime), {
    ...{ method: "GET", action: "csrf", query: {}, headers: request.headers },
  });
  return withCookies(Response.json(body), cookies);
}

/** withCookies adds next-auth's cookies to an answer of ours. */
export function withCookies(response: Response, cookies: readonly string[]): Response {
  for (const cookie of cookies) response.headers.append("Set-Cookie", cookie);
  return response;
}
