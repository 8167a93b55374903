"use client";

import { useState } from "react";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { Callout } from "@/components/ui/callout.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
import { Field } from "@/components/ui/field.tsx";
import { formatDuration } from "@/components/ui/format-time.ts";
import { Textarea } from "@/components/ui/input.tsx";
import { AbsoluteTime } from "@/components/ui/relative-time.tsx";
import { toast } from "@/components/ui/toast-store.ts";
import { useNow } from "@/components/ui/use-now.ts";
import { reasonText } from "@/lib/contracts/common.ts";
import { type EnvironmentDetail, environmentEndpoints } from "@/lib/contracts/environments.ts";

type CooldownNoteProps = { project: string; environment: EnvironmentDetail; refusal: string | null };

/** CooldownNote: until when no rollout starts after a rollback, and a reviewer's way to end that. */
export function CooldownNote({ project, environment, refusal }: CooldownNoteProps) {
  const now = useNow(1_000);
  const { cooldownUntil: until } = environment;
  if (until === null) return null;
  const leftMs = now === null ? null : new Date(until).getTime() - now.getTime();
  if (leftMs !== null && leftMs <= 0) return null;
  return (
    <Callout
      role="warn"
      title="Cooling down after a rollback"
      actions={<EndDialog project={project} environment={environment} refusal={refusal} />}
    >
      No rollout starts here until <AbsoluteTime at={until} hasSeconds={false} />
      {leftMs === null ? "." : `, ${formatDuration(leftMs)} from now.`}
    </Callout>
  );
}

function EndDialog({ project, environment, refusal }: CooldownNoteProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [reason, setReason] = useState("");
  const end = useAct(environmentEndpoints.endCooldown);
  if (refusal !== null) return <Button refusal={refusal}>End it now</Button>;
  const { name, served } = environment;
  const act = () =>
    end.mutate(
      { params: { project, environment: name }, body: { reason, expectedVersion: served?.version ?? 0 } },
      {
        onSuccess: () => {
          setIsOpen(false);
          toast({ title: `The next rollout may start in ${name}`, tone: "good" });
        },
      },
    );
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button>End it now</Button>}
      title={`End the cooldown of ${name}`}
      description="The next merged release may then be served at once. Do it when the cause of the rollback is known."
      footer={
        <>
          <Button onClick={() => setIsOpen(false)}>Cancel</Button>
          <Button
            variant="primary"
            disabled={!reasonText.safeParse(reason).success}
            isBusy={end.isPending}
            onClick={act}
          >
            End the cooldown
          </Button>
        </>
      }
    >
      <Field label="Reason" hint="At least 5 characters; the audit log keeps it.">
        <Textarea value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <ProblemCard error={end.error} />
    </Dialog>
  );
}
