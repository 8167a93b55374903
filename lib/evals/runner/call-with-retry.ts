import {
  CallFailure,
  type Complete,
  type Completion,
  type CompletionCall,
  type RunClock,
} from "./completion.ts";

export const MAX_TRIES = 5;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** An endpoint that asks for more is not waited for. */
const LONGEST_RETRY_AFTER_MS = 300_000;

export type Answered = { completion: Completion; latencyMs: number; lateTries: number };
/** `tries` were made; `lateTries` of them may be charged although nobody heard an answer. */
export type Unanswered = { failure: CallFailure; lateTries: number };
/** The run was told to stop while it waited: nothing is known of this call. */
export const STOPPED = "stopped";

/**
 * callWithRetry asks until an answer comes, at most five times: after what the endpoint asks for, else after 1, 2, 4
 * … seconds. Latency is that of the answering try alone. Asking that waits ends at once when the signal does.
 */
export async function callWithRetry(
  complete: Complete,
  call: CompletionCall,
  { clock, signal }: { clock: RunClock; signal?: AbortSignal },
): Promise<Answered | Unanswered | typeof STOPPED> {
  let lateTries = 0;
  for (let tries = 1; ; tries += 1) {
    const startedAt = clock.now();
    try {
      const completion = await complete(call);
      return { completion, latencyMs: Math.max(0, clock.now() - startedAt), lateTries };
    } catch (error) {
      const failure = failureOf(error);
      if (failure.mayCost) lateTries += 1;
      const waitMs = failure.retryAfterMs ?? Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS);
      if (failure.kind !== "retry" || tries >= MAX_TRIES || waitMs > LONGEST_RETRY_AFTER_MS)
        return { failure, lateTries };
      if (signal?.aborted) return STOPPED;
      await clock.sleep(waitMs, signal);
      if (signal?.aborted) return STOPPED;
    }
  }
}

/** An error of the program's own is not an endpoint's failure and ends the run. */
function failureOf(error: unknown): CallFailure {
  if (error instanceof CallFailure) return error;
  throw error;
}
