"use client";

import { describeProblem } from "@/components/shell/problem-card.tsx";
import { useAct } from "@/components/shell/use-endpoint.ts";
import { toast } from "@/components/ui/toast-store.ts";
import { reconciliationEndpoints } from "@/lib/contracts/reconciliations.ts";

const ACTS = {
  recheck: { endpoint: reconciliationEndpoints.recheckReconciliation, done: "Looking at git again" },
  takeOver: { endpoint: reconciliationEndpoints.takeOverReconciliation, done: "You own it now" },
  remind: { endpoint: reconciliationEndpoints.remindReconciliation, done: "The owner is reminded" },
  askReview: { endpoint: reconciliationEndpoints.askReconciliationReview, done: "A review is asked for" },
  restore: {
    endpoint: reconciliationEndpoints.restoreReconciliation,
    done: "The pull request that restores it is on its way",
  },
} as const;

/** useReconciliationAct does one of the acts that take no words, and says what came of it. */
export function useReconciliationAct(kind: keyof typeof ACTS, project: string, number: number) {
  const { endpoint, done } = ACTS[kind];
  const act = useAct(endpoint);
  return {
    isPending: act.isPending,
    go: () =>
      act.mutate(
        { params: { project, number: String(number) }, body: {} },
        {
          onSuccess: () => toast({ title: done, tone: "good" }),
          onError: (error) => {
            const { title, detail } = describeProblem(error);
            toast({ title, detail, tone: "bad" });
          },
        },
      ),
  };
}
