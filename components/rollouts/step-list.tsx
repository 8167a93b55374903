import { formatShareBp } from "@/components/ui/format-number.ts";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import type { RolloutDetail } from "@/lib/contracts/rollouts.ts";

type StepListProps = { rollout: RolloutDetail };

function wordOf(rollout: RolloutDetail, index: number): string {
  const isDone = ["baking", "completed", "superseded"].includes(rollout.state);
  if (rollout.startedAt === null) return "to come";
  if (isDone || index < rollout.stepIndex) return "done";
  if (index > rollout.stepIndex) return "to come";
  return rollout.endedAt === null ? "now" : "ended here";
}

/** StepList: the shares that the candidate gets one after the other, and which of them it has now. */
export function StepList({ rollout }: StepListProps) {
  return (
    <ol className="flex flex-wrap gap-2" aria-label="Steps">
      {rollout.stepsBp.map((bp, index) => {
        const word = wordOf(rollout, index);
        return (
          <li
            key={bp}
            aria-current={word === "now" ? "step" : undefined}
            className={`flex flex-col rounded-md border px-3 py-1.5 ${word === "now" ? "border-active bg-active-tint" : ""}`}
          >
            <span className="tabular-nums">{formatShareBp(bp)}</span>
            <span className="text-meta text-neutral">
              {word}
              {word === "now" && rollout.stepStartedAt !== null ? (
                <>
                  , since <RelativeTime at={rollout.stepStartedAt} />
                </>
              ) : null}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
