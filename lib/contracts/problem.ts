import { z } from "zod";
import { PROBLEMS, type ProblemCode } from "../domain/errors.ts";

const codes = Object.keys(PROBLEMS).filter((code): code is ProblemCode => code in PROBLEMS);

export const problemCodeSchema = z
  .enum(codes)
  .meta({ description: "A closed list; machines decide by this." });

/** What every error of the console's API looks like (RFC 9457, `application/problem+json`). */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string().meta({ description: "What happened, the same for every problem of this code." }),
    status: z.int(),
    detail: z.string().meta({ description: "What happened this time, and what to do." }),
    instance: z.string().meta({ description: "The path that was asked." }),
    code: problemCodeSchema,
    requestId: z.string().meta({ description: "Name it when you report the problem." }),
    errors: z
      .array(z.object({ pointer: z.string(), message: z.string() }))
      .optional()
      .meta({
        description: "The fields that were wrong: a JSON pointer into the body, or a parameter's name.",
      }),
    params: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: "Problem" });

export type Problem = z.output<typeof problemSchema>;

/** problemType is the `type` of a problem: a stable, relative address. */
export function problemType(code: ProblemCode): string {
  return `/problems/${code}`;
}
