import type { AllocationSnapshot } from "./allocation-snapshot.ts";
import type { Answer } from "./http-answer.ts";

/** markStale adds how old the allocations are, once they could not be read for a while. */
export function markStale(answer: Answer, snapshot: AllocationSnapshot): Answer {
  if (!snapshot.isStale()) return answer;
  const seconds = Math.round((snapshot.ageMs() ?? 0) / 1_000);
  return { ...answer, headers: { ...answer.headers, "tupelo-snapshot": `stale; age=${seconds}` } };
}
