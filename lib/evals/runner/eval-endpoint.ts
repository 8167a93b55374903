import { z } from "zod";

/** The endpoint that the server runs evals at, without its key: what services and pages may know. */
export type EvalEndpoint = { url: string; model: string | null; judgeModel: string | null };

const optional = z
  .string()
  .trim()
  .optional()
  .transform((text) => (text === undefined || text === "" ? null : text));

/** What a process is told about the endpoint. The key is only for the process that calls. */
export const evalEndpointEnv = z.object({
  EVAL_ENDPOINT_URL: optional.pipe(
    z
      .url({ error: "EVAL_ENDPOINT_URL is not a URL; set it to something like https://models.example/v1." })
      .nullable(),
  ),
  EVAL_ENDPOINT_KEY: optional,
  EVAL_MODEL: optional,
  EVAL_JUDGE_MODEL: optional,
});

/** toEvalEndpoint is the endpoint of a parsed environment; null where none is set. */
export function toEvalEndpoint(
  env: Omit<z.output<typeof evalEndpointEnv>, "EVAL_ENDPOINT_KEY">,
): EvalEndpoint | null {
  if (env.EVAL_ENDPOINT_URL === null) return null;
  return { url: env.EVAL_ENDPOINT_URL, model: env.EVAL_MODEL, judgeModel: env.EVAL_JUDGE_MODEL };
}
