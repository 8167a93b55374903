/**
 * The closed list of problem codes and the HTTP status each one has at the console's edge.
 * A code never changes its meaning; people read the title, machines read the code.
 */
export const PROBLEMS = {
  unauthenticated: { status: 401, title: "Sign in, or send a valid API key." },
  "step-up-required": { status: 401, title: "Prove who you are again to do this." },
  "bad-signature": { status: 401, title: "The signature of this webhook does not hold." },
  "bad-credentials": { status: 401, title: "The e-mail or the password is wrong." },
  forbidden: { status: 403, title: "Your role does not allow this." },
  "insufficient-scope": { status: 403, title: "This API key's scopes do not allow this." },
  "self-approval": { status: 403, title: "Someone other than an author has to approve this." },
  csrf: { status: 403, title: "This request did not come from the console's own pages." },
  "not-found": { status: 404, title: "There is nothing here that you can see." },
  "method-not-allowed": { status: 405, title: "This address does not take that method." },
  immutable: { status: 405, title: "Published things are never changed." },
  "not-acceptable": { status: 406, title: "This address answers in JSON only." },
  "request-timeout": { status: 408, title: "The request did not arrive in time." },
  "version-conflict": { status: 409, title: "Someone changed this in the meantime." },
  "release-id-taken": { status: 409, title: "A release with this id has other contents." },
  "approval-mismatch": { status: 409, title: "The approval is for something else." },
  "approval-stale": { status: 409, title: "What was approved has changed since." },
  blocked: { status: 409, title: "Something stands in the way." },
  "wrong-state": { status: 409, title: "This cannot be done in the present state." },
  "not-configured": { status: 409, title: "The server is not set up for this yet." },
  "no-op": { status: 409, title: "This is already so." },
  "malformed-json": { status: 400, title: "The body is not one well-formed JSON object." },
  "too-deep": { status: 400, title: "The body is nested too deeply." },
  "forbidden-key": { status: 400, title: "The body has a key that is not allowed." },
  "bad-request": { status: 400, title: "The request is not valid." },
  "bad-cursor": { status: 400, title: "This page of the list does not exist." },
  "idempotency-key-required": {
    status: 400,
    title: "Send an Idempotency-Key of 1 to 255 visible characters.",
  },
  "too-large": { status: 413, title: "The body is too large." },
  "unsupported-media-type": { status: 415, title: "Send the body as application/json." },
  invalid: { status: 422, title: "Some fields are not valid." },
  "unknown-field": { status: 422, title: "The body has a field that does not exist." },
  "idempotency-mismatch": { status: 422, title: "This Idempotency-Key was used for another request." },
  "floating-reference": { status: 422, title: "A reference does not name one fixed version." },
  "unknown-artifact-version": { status: 422, title: "A part of the release is not in the registry." },
  "invalid-artifact": { status: 422, title: "A part of the release cannot be used as it is." },
  "egress-refused": { status: 422, title: "This address may not be called from here." },
  "invalid-evals": { status: 422, title: "The evaluation file could not be read." },
  "invalid-target": { status: 422, title: "This release cannot be the target." },
  "bad-repository": { status: 422, title: "This is not an address of a repository that can be used." },
  "bad-path": { status: 422, title: "A path is not allowed." },
  "too-many-requests": { status: 429, title: "Too many requests; wait a moment." },
  internal: { status: 500, title: "Something went wrong on our side." },
  unavailable: { status: 503, title: "The database cannot be reached; try again." },
  "audit-unavailable": { status: 503, title: "The audit log cannot be written, so nothing was changed." },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

/** One field that was wrong: a JSON pointer into the body, or a parameter's name. */
export type FieldProblem = { pointer: string; message: string };

/**
 * An error that a person is told about.
 * `detail` is one sentence for people; `internal` goes to the log only; `params` are machine-readable facts.
 */
export class AppError extends Error {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly internal: unknown;
  readonly params: Record<string, unknown> | undefined;
  readonly errors: FieldProblem[] | undefined;

  constructor(
    code: ProblemCode,
    detail: string,
    options: { internal?: unknown; params?: Record<string, unknown>; errors?: FieldProblem[] } = {},
  ) {
    super(`${code}: ${detail}`);
    this.name = "AppError";
    this.code = code;
    this.detail = detail;
    this.internal = options.internal;
    this.params = options.params;
    this.errors = options.errors;
  }
}
