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
import { environmentEndpoints } from "@/lib/contracts/environments.ts";

type KnownGoodDialogProps = {
  project: string;
  environment: string;
  releaseId: string | null;
  refusal: string | null;
};

/** KnownGoodDialog: a reviewer's word, with a reason, that what is served is good. */
export function KnownGoodDialog({ project, environment, releaseId, refusal }: KnownGoodDialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [reason, setReason] = useState("");
  const mark = useAct(environmentEndpoints.markKnownGood);
  const parsed = reasonText.safeParse(reason);
  if (releaseId === null || refusal !== null) return <Button refusal={refusal}>Say it is known good</Button>;
  const say = () =>
    mark.mutate(
      { params: { project, environment }, body: { releaseId, reason } },
      {
        onSuccess: () => {
          setIsOpen(false);
          setReason("");
          toast({ title: `${releaseId} is known good in ${environment}`, tone: "good" });
        },
      },
    );
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={<Button>Say it is known good</Button>}
      title={`Say that ${releaseId} is known good`}
      description={`From then on ${environment} may be rolled back to it. An open rollout that bakes is completed.`}
      footer={
        <>
          <Button onClick={() => setIsOpen(false)}>Cancel</Button>
          <Button variant="primary" disabled={!parsed.success} isBusy={mark.isPending} onClick={say}>
            Say it is known good
          </Button>
        </>
      }
    >
      <Field label="Reason" hint="At least 5 characters; the audit log keeps it.">
        <Textarea value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <ProblemCard error={mark.error} />
    </Dialog>
  );
}
