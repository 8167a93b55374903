import type { z } from "zod";
import { AppError } from "../domain/errors.ts";
import { pointerOf } from "../domain/policy/json-pointer.ts";

/** refuseEvals makes one `invalid-evals` of what a schema found: the first in the sentence, up to 20 as fields. */
export function refuseEvals(what: string, error: z.ZodError, prefix: readonly PropertyKey[] = []): AppError {
  const errors = error.issues.slice(0, 20).map((issue) => ({
    pointer: pointerOf([...prefix, ...issue.path]),
    message: issue.message,
  }));
  const [first] = errors;
  const where = first === undefined ? "" : ` At ${first.pointer || "the top"}: ${first.message}.`;
  return new AppError("invalid-evals", `This is not ${what}.${where}`, { errors });
}
