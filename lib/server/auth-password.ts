import { AppError, PROBLEMS, type ProblemCode } from "../domain/errors.ts";
import { authOptions } from "./auth-options.ts";
import { readAuthForm } from "./read-auth-form.ts";
import { runNextAuth } from "./run-next-auth.ts";
import type { Runtime } from "./runtime.ts";

/** next-auth passes on only the code, so the longest wait is named. */
const RETRY_AFTER_SECONDS = 15 * 60;

/** answerPasswordSignIn signs in by e-mail and password. */
export async function answerPasswordSignIn(call: { request: Request; runtime: Runtime }): Promise<Response> {
  const { request, runtime } = call;
  const body = await readAuthForm(request);
  const { redirect, cookies } = await runNextAuth(authOptions(runtime), {
    ...{ method: "POST", action: "callback/credentials", query: {}, headers: request.headers, body },
  });
  const url = redirect !== null && URL.canParse(redirect) ? new URL(redirect) : null;
  const code = url?.searchParams.get("error");
  if (code !== null && code !== undefined) throw refusal(code);
  throwIfStale(url);
  const response = Response.json({ url: runtime.env.publicUrl });
  for (const cookie of cookies) response.headers.append("Set-Cookie", cookie);
  return response;
}

/** throwIfStale turns next-auth's answer to a CSRF token that is not this browser's into the 403 it is. */
export function throwIfStale(url: URL | null): void {
  if (url?.searchParams.get("csrf") !== "true") return;
  throw new AppError("csrf", "The sign-in page was open too long; load it again.");
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
