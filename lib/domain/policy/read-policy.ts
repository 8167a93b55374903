import type { z } from "zod";
import type { FieldProblem } from "../errors.ts";
import { pointerOf } from "./json-pointer.ts";
import { type PromotionPolicy, promotionPolicySchema } from "./schema.ts";

/** A policy, or everything that is wrong with it. */
export type ReadPolicy = { ok: true; policy: PromotionPolicy } | { ok: false; problems: FieldProblem[] };

/** readPolicy checks an already parsed policy; each problem has the JSON pointer of the field it is about. */
export function readPolicy(value: unknown): ReadPolicy {
  const result = promotionPolicySchema.safeParse(value);
  if (result.success) return { ok: true, policy: result.data };
  return { ok: false, problems: result.error.issues.flatMap(problemsOf) };
}

function problemsOf(issue: z.core.$ZodIssue): FieldProblem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      pointer: pointerOf([...issue.path, key]),
      message: "There is no such field in a promotion policy.",
    }));
  }
  return [{ pointer: pointerOf(issue.path), message: issue.message }];
}
