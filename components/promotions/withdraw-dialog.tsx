"use client";

import { useState } from "react";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { Dialog } from "@/components/ui/dialog.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Textarea } from "@/components/ui/input.tsx";
import { toast } from "@/components/ui/toast-store.ts";
import { type PromotionDetail, promotionEndpoints } from "@/lib/contracts/promotions.ts";

/** WithdrawDialog takes a promotion back, with a reason; off where the state or the role does not allow it. */
export function WithdrawDialog({ project, promotion }: { project: string; promotion: PromotionDetail }) {
  const [isOpen, setIsOpen] = useState(false);
  const [reason, setReason] = useState("");
  const withdraw = useAct(promotionEndpoints.withdrawPromotion);

  function send() {
    withdraw.mutate(
      { params: { project, number: String(promotion.number) }, body: { reason } },
      {
        onSuccess: () => {
          setIsOpen(false);
          toast({ title: `Promotion ${promotion.number} withdrawn`, tone: "good" });
        },
      },
    );
  }

  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      title={`Withdraw promotion ${promotion.number}?`}
      description={`${promotion.releaseId} will not go to ${promotion.environment}. The release stays; it can be proposed again.`}
      trigger={<Button size="md">Withdraw</Button>}
      footer={
        <Button
          variant="danger"
          size="md"
          isBusy={withdraw.isPending}
          refusal={reason.trim() === "" ? "Give a reason first." : null}
          onClick={send}
        >
          Withdraw
        </Button>
      }
    >
      <Field label="Reason, kept in the audit log">
        <Textarea value={reason} maxLength={2000} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <ProblemCard error={withdraw.error} />
    </Dialog>
  );
}
