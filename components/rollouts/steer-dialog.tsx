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
import type { RolloutDetail, rolloutEndpoints } from "@/lib/contracts/rollouts.ts";

type SteerDialogProps = {
  project: string;
  rollout: RolloutDetail;
  endpoint: typeof rolloutEndpoints.pauseRollout;
  /** "Pause", as the button says it. */
  label: string;
  /** What will be so afterwards, in a sentence. */
  description: string;
  /** What is said when it is done. */
  done: string;
  refusal: string | null;
  variant?: "primary" | "danger";
};

/** SteerDialog asks for the reason of one act on a rollout, and sends it for the version that the page shows. */
export function SteerDialog(props: SteerDialogProps) {
  const { project, rollout, label, refusal, variant } = props;
  const [isOpen, setIsOpen] = useState(false);
  const [reason, setReason] = useState("");
  const act = useAct(props.endpoint);
  const parsed = reasonText.safeParse(reason);
  if (refusal !== null)
    return (
      <Button refusal={refusal} className="w-full">
        {label}
      </Button>
    );
  const send = () =>
    act.mutate(
      {
        params: { project, number: String(rollout.number) },
        body: { reason, expectedVersion: rollout.version },
      },
      {
        onSuccess: () => {
          setIsOpen(false);
          setReason("");
          toast({ title: props.done, tone: "good" });
        },
      },
    );
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button variant={variant}>{label}</Button>}
      title={`${label}: rollout ${rollout.number}`}
      description={props.description}
      footer={
        <>
          <Button onClick={() => setIsOpen(false)}>Cancel</Button>
          <Button
            variant={variant ?? "primary"}
            disabled={!parsed.success}
            isBusy={act.isPending}
            onClick={send}
          >
            {label}
          </Button>
        </>
      }
    >
      <Field label="Reason" hint="At least 5 characters; the audit log keeps it.">
        <Textarea value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <ProblemCard error={act.error} />
    </Dialog>
  );
}
