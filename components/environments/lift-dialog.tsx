"use client";

import { useState } from "react";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Textarea } from "@/components/ui/input.tsx";
import { toast } from "@/components/ui/toast-store.ts";
import { reasonText } from "@/lib/contracts/common.ts";
import { quarantineEndpoints } from "@/lib/contracts/environments.ts";

type LiftDialogProps = { project: string; releaseId: string; refusal: string | null };

/** LiftDialog: a reviewer lets a quarantined release be proposed again, with a reason. */
export function LiftDialog({ project, releaseId, refusal }: LiftDialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [reason, setReason] = useState("");
  const lift = useAct(quarantineEndpoints.liftQuarantine);
  if (refusal !== null) {
    return (
      <Button refusal={refusal} wrapperClassName="items-end whitespace-nowrap py-1">
        Lift
      </Button>
    );
  }
  const act = () =>
    lift.mutate(
      { params: { project, releaseId }, body: { reason } },
      {
        onSuccess: () => {
          setIsOpen(false);
          toast({ title: `${releaseId} may be proposed again`, tone: "good" });
        },
      },
    );
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button>
          Lift<span className="sr-only"> the quarantine of {releaseId}</span>
        </Button>
      }
      title={`Lift the quarantine of ${releaseId}`}
      description="It may then be proposed, followed and rolled back to again, in every environment."
      footer={
        <>
          <Button onClick={() => setIsOpen(false)}>Cancel</Button>
          <Button
            variant="primary"
            disabled={!reasonText.safeParse(reason).success}
            isBusy={lift.isPending}
            onClick={act}
          >
            Lift it
          </Button>
        </>
      }
    >
      <Field label="Reason" hint="At least 5 characters; the audit log keeps it.">
        <Textarea value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <ProblemCard error={lift.error} />
    </Dialog>
  );
}
