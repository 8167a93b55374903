"use client";

import { useRouter } from "next/navigation";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useAct } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { toast } from "@/components/ui/toast-store.ts";
import { type PromotionDetail, promotionEndpoints } from "@/lib/contracts/promotions.ts";

/** RecomposeButton puts the same changes on the base that moved, and leads to the promotion that it makes. */
export function RecomposeButton({ project, promotion }: { project: string; promotion: PromotionDetail }) {
  const router = useRouter();
  const recompose = useAct(promotionEndpoints.recomposePromotion);
  if (!promotion.blockers.some(({ code }) => code === "base_moved")) return null;
  function send() {
    recompose.mutate(
      { params: { project, number: String(promotion.number) }, body: {} },
      {
        onSuccess: ({ number, conflicts }) => {
          toast({ title: `Promotion ${number} takes its place`, detail: conflicts.join(" "), tone: "good" });
          router.push(`/${project}/promotions/${number}`);
        },
      },
    );
  }
  return (
    <section aria-label="The base moved" className="flex flex-col gap-2 rounded-md border px-4 py-3">
      <p>
        The base moved since this was composed. Compose the same changes on the new base: it makes a new
        release and a new promotion, and this one ends. Evidence counts again only where it was made with the
        same instruments; reviews are asked for anew.
      </p>
      <Button
        size="md"
        variant="primary"
        isBusy={recompose.isPending}
        refusal={promotion.recomposeRefusal}
        onClick={send}
      >
        Compose again on the new base
      </Button>
      <ProblemCard error={recompose.error} />
    </section>
  );
}
