import Link from "next/link";
import { SteerDialog } from "@/components/rollouts/steer-dialog.tsx";
import { Button } from "@/components/ui/button.tsx";
import { formatShareBp } from "@/components/ui/format-number.ts";
import { type RolloutDetail, rolloutEndpoints } from "@/lib/contracts/rollouts.ts";

type RolloutActsProps = { project: string; rollout: RolloutDetail };

/** RolloutActs: everything that a person may do to an open rollout; what is refused stays, with its reason. */
export function RolloutActs({ project, rollout }: RolloutActsProps) {
  const { acts, environment, candidateReleaseId: candidate, controlReleaseId: control } = rollout;
  const common = { project, rollout };
  const next = formatShareBp(rollout.stepsBp[rollout.stepIndex + 1] ?? 10_000);
  const isPaused = rollout.state === "paused";
  return (
    <div className="grid items-start gap-2 md:grid-cols-3 phone:grid-cols-1">
      {isPaused ? (
        <SteerDialog
          {...common}
          endpoint={rolloutEndpoints.resumeRollout}
          label="Resume"
          description={
            rollout.bakingSince === null
              ? "It goes on from the step at which it stands, with the same subjects."
              : "It bakes on for the time that remained when it was paused."
          }
          done={`Rollout ${rollout.number} goes on`}
          refusal={acts.resume}
        />
      ) : (
        <SteerDialog
          {...common}
          endpoint={rolloutEndpoints.pauseRollout}
          label="Pause"
          description="The shares stay as they are; nothing advances until a person resumes it."
          done={`Rollout ${rollout.number} is paused`}
          refusal={acts.pause}
        />
      )}
      <SteerDialog
        {...common}
        endpoint={rolloutEndpoints.advanceRolloutByHand}
        label={`Next step: ${next}`}
        description={`${candidate} gets ${next} of the subjects of ${environment} now.`}
        done={`${candidate} has ${next} of ${environment}`}
        refusal={acts.advance}
      />
      <SteerDialog
        {...common}
        endpoint={rolloutEndpoints.promoteRolloutNow}
        label="Promote now"
        description={`${candidate} gets all subjects of ${environment} now, whatever steps are left.`}
        done={`${candidate} has all subjects of ${environment}`}
        refusal={acts.promote_now}
      />
      <SteerDialog
        {...common}
        endpoint={rolloutEndpoints.abortRollout}
        label="Abort"
        description={`All subjects get ${control ?? "nothing"} again. ${candidate} is not quarantined and may be proposed again; git is asked to follow.`}
        done={`Rollout ${rollout.number} is aborted`}
        refusal={acts.abort}
        variant="danger"
      />
      <Button asChild variant="danger">
        <Link href={`/${project}/environments/${environment}/rollback`}>{`Roll back ${environment}`}</Link>
      </Button>
    </div>
  );
}
