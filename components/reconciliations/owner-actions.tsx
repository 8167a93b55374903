"use client";

import { Bell, Hand } from "lucide-react";
import type { ReconciliationViewer } from "@/components/reconciliations/reconciliation-viewer.ts";
import { useReconciliationAct } from "@/components/reconciliations/use-reconciliation-act.ts";
import { Button } from "@/components/ui/button.tsx";
import { useNow } from "@/components/ui/use-now.ts";
import type { ReconciliationRow } from "@/lib/contracts/reconciliations.ts";
import { refuseRemind } from "@/lib/domain/environments/reconciliation.ts";

type OwnerActionsProps = {
  project: string;
  row: ReconciliationRow;
  viewer: Pick<ReconciliationViewer, "id" | "own">;
  className?: string;
  wrapperClassName?: string;
};

/** OwnerActions: remind who owns an open reconciliation, or take it over. */
export function OwnerActions({ project, row, viewer, className, wrapperClassName }: OwnerActionsProps) {
  const now = useNow();
  const remind = useReconciliationAct("remind", project, row.number);
  const takeOver = useReconciliationAct("takeOver", project, row.number);
  const remindedAt = row.remindedAt === null ? null : new Date(row.remindedAt);
  const tooSoon = now === null ? null : refuseRemind({ state: row.state, remindedAt, now });
  const isOwn = row.ownerId === viewer.id;
  return (
    <>
      <Button
        refusal={viewer.own ?? tooSoon?.sentence ?? null}
        isBusy={remind.isPending}
        onClick={remind.go}
        className={className}
        wrapperClassName={wrapperClassName}
      >
        <Bell aria-hidden />
        Remind<span className="sr-only"> {row.ownerName}</span>
      </Button>
      <Button
        refusal={viewer.own ?? (isOwn ? "You own it." : null)}
        isBusy={takeOver.isPending}
        onClick={takeOver.go}
        className={className}
        wrapperClassName={wrapperClassName}
      >
        <Hand aria-hidden />
        Take over<span className="sr-only"> reconciliation {row.number}</span>
      </Button>
    </>
  );
}
