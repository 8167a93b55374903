"use client";

import { useState } from "react";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct } from "@/components/shell/use-endpoint.ts";
import { announce } from "@/components/ui/announce.ts";
import { Button } from "@/components/ui/button.tsx";
import { Checkbox } from "@/components/ui/checkbox.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Textarea } from "@/components/ui/input.tsx";
import { toast } from "@/components/ui/toast-store.ts";
import { type PromotionDetail, promotionEndpoints } from "@/lib/contracts/promotions.ts";

type Decision = "approve" | "request_changes" | "reject";
const DONE: Record<Decision, string> = {
  approve: "Approved",
  request_changes: "Changes requested",
  reject: "Rejected",
};
const MISSING: Record<Decision, string> = {
  approve: "",
  request_changes: "Say what has to change.",
  reject: "Say why it is rejected.",
};

/** ReviewForm sends a review of exactly the subject that this page shows; a refused act says why beside it. */
export function ReviewForm({ project, promotion }: { project: string; promotion: PromotionDetail }) {
  const [comment, setComment] = useState("");
  const [costReviewed, setCostReviewed] = useState(false);
  const [missing, setMissing] = useState<string | null>(null);
  const review = useAct(promotionEndpoints.reviewPromotion);

  function send(decision: Decision) {
    if (decision !== "approve" && comment.trim() === "") {
      setMissing(MISSING[decision]);
      return;
    }
    setMissing(null);
    review.mutate(
      {
        params: { project, number: String(promotion.number) },
        body: {
          ...{ decision, comment, subject: promotion.subject },
          expectedVersion: promotion.version,
          costReviewed: decision === "approve" && promotion.costReview !== null && costReviewed,
        },
      },
      {
        onSuccess: () => {
          setComment("");
          setCostReviewed(false);
          toast({ title: DONE[decision], tone: "good" });
          announce(`${DONE[decision]}: promotion ${promotion.number}`);
        },
      },
    );
  }

  const wide = {
    className: "w-full",
    wrapperClassName: "w-full",
    size: "md",
    isBusy: review.isPending,
  } as const;
  return (
    <div className="flex flex-col gap-2">
      <Field label="Comment, kept in the audit log" error={missing}>
        <Textarea value={comment} maxLength={4000} onChange={(event) => setComment(event.target.value)} />
      </Field>
      {promotion.costReview === null ? null : (
        <Checkbox
          label="I looked at what this will cost"
          hint={`${promotion.costReview}. Two people have to approve, and one of them tick this.`}
          checked={costReviewed}
          onChange={(event) => setCostReviewed(event.target.checked)}
        />
      )}
      <Button {...wide} variant="primary" refusal={promotion.approveRefusal} onClick={() => send("approve")}>
        Approve
      </Button>
      <Button {...wide} refusal={promotion.reviewRefusal} onClick={() => send("request_changes")}>
        Request changes
      </Button>
      <Button {...wide} variant="danger" refusal={promotion.reviewRefusal} onClick={() => send("reject")}>
        Reject for good
      </Button>
      <ProblemCard error={review.error} />
    </div>
  );
}
