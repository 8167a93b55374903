import type { EvalEndpoint } from "../../evals/runner/eval-endpoint.ts";

/** whyNotConfigured says what an operator has to set before the console can run evals; null where it can. */
export function whyNotConfigured(endpoint: EvalEndpoint | null): string | null {
  if (endpoint !== null) return null;
  return "No model endpoint is set up. Set EVAL_ENDPOINT_URL and EVAL_MODEL for the console and the worker, or run `tupelo eval`.";
}
