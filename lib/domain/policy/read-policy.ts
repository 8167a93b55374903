import type { z } from "zod";
import type { FieldProblem } from "../errors.ts";
import { pointerOf } from "./json-pointer.ts";
import { type NormalisedPolicy, normalisePolicy } from "./normalise-policy.ts";
import { type PromotionPolicy, promotionPolicySchema } from "./schema.ts";

/** A policy, or everything that is wrong with it. */
export type ReadPolicy = { ok: true; policy: PromotionPolicy } | { ok: false; problems: FieldProblem[] };

/** readPolicy checks an already parsed policy; each problem has the JSON pointer of the field as it was written. */
export function readPolicy(written: unknown): ReadPolicy {
  const { value, asWritten } = normalisePolicy(written);
  const result = promotionPolicySchema.safeParse(value);
  if (result.success) return { ok: true, policy: result.data };
  return { ok: false, problems: result.error.issues.flatMap((issue) => problemsOf(issue, asWritten)) };
}

function problemsOf(issue: z.core.$ZodIssue, asWritten: NormalisedPolicy["asWritten"]): FieldProblem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      pointer: pointerOf(asWritten([...issue.path, key])),
      message: "There is no such field in a promotion policy.",
    }));
  }
  return [{ pointer: pointerOf(asWritten(issue.path)), message: issue.message }];
}
