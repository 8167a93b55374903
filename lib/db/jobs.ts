import type { Transaction } from "./client.ts";

/** The jobs of the worker and what each one is told. A new job adds its line here and its task in lib/worker/tasks. */
export type JobPayloads = {
  "advance-promotion": { projectId: string; number: number };
  "advance-rollout": { projectId: string; number: number };
  reconcile: { projectId: string; number: number };
  "deliver-notification": { projectId: string; number: number };
  /** A webhook's hint to look at the repository now; the number says nothing. */
  "sync-repository": { projectId: string; number: number };
  "run-eval-session": { projectId: string; number: number };
  /** What a pull request waits for is said on it; `attempts` counts those that found the host away. */
  "tell-promotion-pull": { projectId: string; number: number; attempts?: number };
  "tell-reconciliation-pull": { projectId: string; number: number; attempts?: number };
};
export type JobName = keyof JobPayloads;

/**
 * A session may take hours: one at a time, so that pull requests and rollouts never wait for them. What is told comes
 * one at a time too: an older word never overtakes a newer one, and a slow host holds up one worker at most.
 */
const QUEUES: Partial<Record<JobName, string>> = {
  "run-eval-session": "eval-sessions",
  "tell-promotion-pull": "pull-request-news",
  "tell-reconciliation-pull": "pull-request-news",
};

/**
 * addJob queues an effect in the transaction of its cause: both are committed, or neither.
 * The same thing queued again replaces its waiting job; `runAt` delays it.
 */
export async function addJob<Name extends JobName>(
  tx: Pick<Transaction, "$executeRaw">,
  name: Name,
  payload: JobPayloads[Name],
  runAt?: Date,
): Promise<void> {
  const key = `${name}:${payload.projectId}:${payload.number}`;
  const json = JSON.stringify(payload);
  const queue = QUEUES[name] ?? null;
  await tx.$executeRaw`
    SELECT graphile_worker.add_job(${name}, ${json}::json, queue_name => ${queue}::text, run_at => ${runAt ?? null}::timestamptz,
      max_attempts => 1000, job_key => ${key}, job_key_mode => 'replace')`;
}
