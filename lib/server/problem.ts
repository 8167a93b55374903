import { type Problem, problemType } from "../contracts/problem.ts";
import { type AppError, PROBLEMS } from "../domain/errors.ts";

export type ProblemContext = { requestId: string; instance: string; allow?: readonly string[] };

/** toProblem is what people and machines are told about an error; `internal` never leaves the process. */
export function toProblem(error: AppError, context: ProblemContext): Problem {
  const { status, title } = PROBLEMS[error.code];
  return {
    type: problemType(error.code),
    title,
    status,
    detail: error.detail,
    instance: context.instance,
    code: error.code,
    requestId: context.requestId,
    ...(error.errors === undefined ? {} : { errors: error.errors }),
    ...(error.params === undefined ? {} : { params: error.params }),
  };
}

/** problemHeaders are the headers of a problem: how to sign in (401), what is allowed (405), when to come back. */
export function problemHeaders(error: AppError, context: ProblemContext): Record<string, string> {
  const { status } = PROBLEMS[error.code];
  const headers: Record<string, string> = {
    "Content-Type": "application/problem+json",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Request-Id": context.requestId,
  };
  if (status === 401) headers["WWW-Authenticate"] = `Bearer realm="tupelo", error="${error.code}"`;
  if (status === 405) headers.Allow = (context.allow ?? []).join(", ");
  if (status === 429 || status === 503) headers["Retry-After"] = String(error.params?.retryAfterSeconds ?? 1);
  if (status === 408 || status === 413) headers.Connection = "close";
  return headers;
}

/** problemResponse answers with problem+json. */
export function problemResponse(error: AppError, context: ProblemContext): Response {
  return new Response(JSON.stringify(toProblem(error, context)), {
    status: PROBLEMS[error.code].status,
    headers: problemHeaders(error, context),
  });
}
