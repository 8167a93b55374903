import type { FieldValues, Path, UseFormSetError } from "react-hook-form";
import { ProblemError } from "@/lib/client/problem-error.ts";

/**
 * applyProblem shows a refusal in a form: at the fields it names, and as one sentence above the form otherwise.
 * `fields` are the form's own names, as JSON pointers write them (`/project/slug`).
 */
export function applyProblem<Values extends FieldValues>(
  error: unknown,
  fields: readonly Path<Values>[],
  setError: UseFormSetError<Values>,
): void {
  if (!(error instanceof ProblemError)) throw error;
  const named = error.errors.flatMap(({ pointer, message }) => {
    const field = fields.find((name) => `/${name.replaceAll(".", "/")}` === pointer);
    return field === undefined ? [] : [{ field, message }];
  });
  for (const { field, message } of named) setError(field, { message });
  if (named.length === 0) setError("root", { message: error.detail, type: error.requestId });
}
