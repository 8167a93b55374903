"use client";

import type { ReconciliationViewer } from "@/components/reconciliations/reconciliation-viewer.ts";
import { useReconciliationAct } from "@/components/reconciliations/use-reconciliation-act.ts";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Button } from "@/components/ui/button.tsx";
import { quarantineEndpoints } from "@/lib/contracts/environments.ts";
import type { ReconciliationRow } from "@/lib/contracts/reconciliations.ts";
import { refuseAskReview, refuseRestore } from "@/lib/domain/environments/classify-desired.ts";

type OffersProps = {
  project: string;
  row: ReconciliationRow;
  viewer: Pick<ReconciliationViewer, "propose" | "own">;
};

/** UnreviewedOffers: what can be done about a change that nobody reviewed: have it reviewed, or put it back. */
export function UnreviewedOffers({ project, row, viewer }: OffersProps) {
  const ask = useReconciliationAct("askReview", project, row.number);
  const restore = useReconciliationAct("restore", project, row.number);
  const isOpen = row.kind === "unreviewed_change" && row.state === "open";
  const list = useEndpoint(quarantineEndpoints.listQuarantine, { params: { project } }, { isOn: isOpen });
  if (!isOpen) return null;
  const { desiredReleaseId: namedReleaseId, choice } = row;
  const active = list.data?.items.filter(({ liftedAt }) => liftedAt === null) ?? [];
  const quarantined = new Set(active.map(({ releaseId }) => releaseId));
  const askRefusal = refuseAskReview({ ...row, namedReleaseId, quarantined, isComposed: true });
  const restoreRefusal = refuseRestore(row);
  const chosen = choice === "restore" ? "Its pull request is on the way." : null;
  return (
    <div className="flex flex-wrap items-start gap-2">
      <Button
        refusal={
          viewer.propose ?? askRefusal?.sentence ?? (choice === "review" ? "A review is asked for." : null)
        }
        isBusy={ask.isPending}
        onClick={ask.go}
      >
        Ask for a review
      </Button>
      <Button
        refusal={viewer.own ?? restoreRefusal?.sentence ?? chosen}
        isBusy={restore.isPending}
        onClick={restore.go}
      >
        {row.servedReleaseId === null ? "Put it back" : `Put git back to ${row.servedReleaseId}`}
      </Button>
    </div>
  );
}
