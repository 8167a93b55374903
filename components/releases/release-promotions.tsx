"use client";

import { PromotionTable } from "@/components/promotions/promotion-table.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Section } from "@/components/ui/section.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { promotionEndpoints } from "@/lib/contracts/promotions.ts";

type ReleasePromotionsProps = { project: string; releaseId: string; numbers: readonly number[] };

/** ReleasePromotions: where this release was proposed and what came of it. */
export function ReleasePromotions({ project, releaseId, numbers }: ReleasePromotionsProps) {
  const answer = useEndpoint(
    promotionEndpoints.listPromotions,
    { params: { project }, query: { limit: 100 } },
    { isOn: numbers.length > 0 },
  );
  const items = answer.data?.items.filter((row) => row.releaseId === releaseId) ?? [];
  return (
    <Section title="Promotions" id="promotions">
      {numbers.length === 0 ? (
        <p className="rounded-md border px-4 py-3 text-neutral">Nobody has proposed this release yet.</p>
      ) : answer.data ? (
        <PromotionTable project={project} items={items} hasRelease={false} />
      ) : (
        <SkeletonRows count={numbers.length} />
      )}
    </Section>
  );
}
