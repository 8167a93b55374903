"use client";

import Link from "next/link";
import { rolloutWords } from "@/components/environments/rollout-words.ts";
import { StatusBadge } from "@/components/status/status-badge.tsx";
import { Card } from "@/components/ui/card.tsx";
import { formatShareBp } from "@/components/ui/format-number.ts";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { useNow } from "@/components/ui/use-now.ts";
import type { RolloutRow } from "@/lib/contracts/rollouts.ts";

type OpenRolloutProps = { project: string; rollout: RolloutRow };

/** OpenRollout: the way from merged to known good, as far as it is. */
export function OpenRollout({ project, rollout }: OpenRolloutProps) {
  const now = useNow();
  return (
    <Card className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h3 className="font-semibold text-body">
          <Link href={`/${project}/rollouts/${rollout.number}`} className="hover:underline">
            {`Rollout ${rollout.number}`}
          </Link>
        </h3>
        <StatusBadge family="rollout" state={rollout.state} />
        <span className="text-neutral">
          of{" "}
          <Link href={`/${project}/releases/${rollout.candidateReleaseId}`} className="mono hover:underline">
            {rollout.candidateReleaseId}
          </Link>{" "}
          by{" "}
          <Link href={`/${project}/promotions/${rollout.promotionNumber}`} className="text-active underline">
            {`promotion ${rollout.promotionNumber}`}
          </Link>
        </span>
      </div>
      <p>{rolloutWords(rollout, now)}</p>
      <p className="text-meta text-neutral">
        {`Steps: ${rollout.stepsBp.map((bp) => formatShareBp(bp)).join(", ")}. Merged `}
        <RelativeTime at={rollout.createdAt} />
        {rollout.controlReleaseId
          ? `, control ${rollout.controlReleaseId}.`
          : ", no control: the first release."}
      </p>
    </Card>
  );
}
