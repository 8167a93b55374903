"use client";

import { useState } from "react";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Textarea } from "@/components/ui/input.tsx";
import { toast } from "@/components/ui/toast-store.ts";
import { reconciliationEndpoints } from "@/lib/contracts/reconciliations.ts";

type PostReviewDialogProps = { project: string; number: number; refusal: string | null };

/** PostReviewDialog: somebody who did not act says what they found when they looked at an emergency afterwards. */
export function PostReviewDialog({ project, number, refusal }: PostReviewDialogProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [comment, setComment] = useState("");
  const review = useAct(reconciliationEndpoints.postReviewReconciliation);
  if (refusal !== null) return <Button refusal={refusal}>Review afterwards</Button>;
  const act = () =>
    review.mutate(
      { params: { project, number: String(number) }, body: { comment } },
      {
        onSuccess: () => {
          setIsOpen(false);
          toast({ title: `Reconciliation ${number} is reviewed`, tone: "good" });
        },
      },
    );
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button>
          Review afterwards<span className="sr-only"> reconciliation {number}</span>
        </Button>
      }
      title={`Review reconciliation ${number} afterwards`}
      description="Somebody acted without a review. Say whether it was right, and what should follow."
      footer={
        <>
          <Button onClick={() => setIsOpen(false)}>Cancel</Button>
          <Button variant="primary" disabled={comment.trim() === ""} isBusy={review.isPending} onClick={act}>
            Save the review
          </Button>
        </>
      }
    >
      <Field label="What you found" hint="The audit log keeps it.">
        <Textarea value={comment} onChange={(event) => setComment(event.target.value)} />
      </Field>
      <ProblemCard error={review.error} />
    </Dialog>
  );
}
