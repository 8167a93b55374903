import { randomUUID } from "node:crypto";
import { createSafeFetch } from "../../egress/safe-fetch.ts";
import { createCompleter } from "../../evals/runner/create-completer.ts";
import { runEvalSession } from "../../services/eval-sessions/run-eval-session.ts";
import type { WorkerEnv } from "../env.ts";
import { EVAL_RUNNER } from "../service-principal.ts";
import { type EvalRunnerDeps, type WorkerDeps, workerContext } from "../worker-context.ts";

/** Answers of a model take their time. */
const CALL_MS = 120_000;
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;

/** createEvalRunner is what this process calls the model endpoint with: only where EGRESS_ALLOW and the open Internet let it. */
export function createEvalRunner(
  env: Pick<WorkerEnv, "evalEndpoint" | "evalEndpointKey" | "egressAllow">,
): EvalRunnerDeps {
  const fetch = createSafeFetch({
    allow: env.egressAllow,
    timeoutMs: CALL_MS,
    maxAnswerBytes: MAX_ANSWER_BYTES,
  });
  const url = env.evalEndpoint?.url ?? "https://unset.invalid";
  return {
    endpoint: env.evalEndpoint,
    complete: createCompleter({ url, key: env.evalEndpointKey, fetch, timeoutMs: CALL_MS }),
  };
}

/** runEvalSessionTask runs one session; when the process ends, the session is handed on. */
export async function runEvalSessionTask(
  deps: WorkerDeps,
  payload: { projectId: string; number: number },
  signal: AbortSignal,
): Promise<void> {
  if (deps.evals === undefined) throw new Error("this worker was made without an eval runner");
  await runEvalSession(workerContext(deps, EVAL_RUNNER), payload, {
    ...deps.evals,
    holder: randomUUID(),
    signal,
  });
}
