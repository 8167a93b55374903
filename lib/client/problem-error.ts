import "./configure-zod.ts";
import { type Problem, problemSchema } from "../contracts/problem.ts";

type ProblemCode = Problem["code"];
type FieldProblem = NonNullable<Problem["errors"]>[number];

/** What the server said went wrong. `detail` is a sentence for people; decide by `code`. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** Empty where no server was reached. */
  readonly requestId: string;
  readonly errors: readonly FieldProblem[];
  readonly params: Record<string, unknown>;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = "ProblemError";
    this.code = problem.code;
    this.status = problem.status;
    this.title = problem.title;
    this.detail = problem.detail;
    this.requestId = problem.requestId;
    this.errors = problem.errors ?? [];
    this.params = problem.params ?? {};
  }
}

/** problemFrom reads a refused answer; whatever is not a problem of ours becomes one. */
export async function problemFrom(response: Response): Promise<ProblemError> {
  const body: unknown = await response.json().catch(() => null);
  const parsed = problemSchema.safeParse(body);
  if (parsed.success) return new ProblemError(parsed.data);
  return madeHere(
    "internal",
    response.status,
    "The server gave an answer that this page does not understand; reload it.",
  );
}

/** unreachable is the problem of a request that got no answer. */
export function unreachable(): ProblemError {
  return madeHere("unavailable", 0, "The console cannot be reached; check your connection and try again.");
}

export function madeHere(code: ProblemCode, status: number, detail: string): ProblemError {
  return new ProblemError({
    type: `/problems/${code}`,
    title: detail,
    status,
    detail,
    instance: "",
    code,
    requestId: "",
  });
}
