import { formatShareBp } from "@/components/ui/format-number.ts";
import { formatUtc, toDate } from "@/components/ui/format-time.ts";
import type { RolloutRow } from "@/lib/contracts/rollouts.ts";
import { assertNever } from "@/lib/domain/assert-never.ts";

/** rolloutWords says in one sentence what a rollout does or waits for. `now` is null before the browser has a clock. */
export function rolloutWords(rollout: RolloutRow, now: Date | null): string {
  const step = `step ${rollout.stepIndex + 1} of ${rollout.stepsBp.length}`;
  const share = formatShareBp(rollout.stepsBp[rollout.stepIndex] ?? 0);
  switch (rollout.state) {
    case "waiting":
      return rollout.waitsFor ?? "Waits for the worker, which starts it within seconds.";
    case "stepping":
      return `Serves ${rollout.candidateReleaseId} to ${share} of subjects, ${step}.`;
    case "baking":
      return bakingWords(rollout, now);
    case "paused":
      return rollout.bakingSince === null
        ? `Paused at ${share} of subjects, ${step}.`
        : "Paused while it bakes: all subjects have it, and it is not known good before somebody resumes it.";
    case "completed":
      return `${rollout.candidateReleaseId} is known good.`;
    case "rolled_back":
      return `${rollout.candidateReleaseId} was rolled back.`;
    case "aborted":
      return "Stopped before its end.";
    case "superseded":
      return "Ended by the next merge before it was known good.";
    default:
      return assertNever(rollout.state);
  }
}

/** isBakeOver says whether only a person's word is missing now. */
export function isBakeOver(rollout: RolloutRow, now: Date | null): boolean {
  const until = rollout.bakeUntil === null ? null : toDate(rollout.bakeUntil);
  return rollout.state === "baking" && until !== null && now !== null && until <= now;
}

function bakingWords(rollout: RolloutRow, now: Date | null): string {
  const until = rollout.bakeUntil === null ? null : toDate(rollout.bakeUntil);
  if (until === null) return "Serves all subjects and bakes.";
  if (isBakeOver(rollout, now)) {
    return `Its bake time ended ${formatUtc(until)}. A reviewer has to say, with a reason, that it is known good.`;
  }
  return `Serves all subjects; bakes until ${formatUtc(until)}.`;
}
