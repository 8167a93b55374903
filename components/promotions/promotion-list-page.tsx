"use client";

import Link from "next/link";
import { parseAsString, parseAsStringEnum, useQueryStates } from "nuqs";
import { Page } from "@/components/layout/page.tsx";
import { PromotionTable } from "@/components/promotions/promotion-table.tsx";
import { PageSteps } from "@/components/shell/page-steps.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { useRowKeys } from "@/components/shell/use-row-keys.ts";
import { Button } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { TabLinks } from "@/components/ui/tabs.tsx";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";
import { promotionEndpoints } from "@/lib/contracts/promotions.ts";

type PromotionListPageProps = {
  project: string;
  initial: ResponseOf<typeof promotionEndpoints.listPromotions>;
};

const parsers = {
  state: parseAsStringEnum(["open", "closed"]).withDefault("open"),
  cursor: parseAsString,
};

function NothingHere({ project, state }: { project: string; state: "open" | "closed" }) {
  if (state === "closed") {
    return (
      <EmptyState title="No closed promotion yet">
        Promotions appear here once they are merged, rejected, withdrawn or superseded.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="No open promotion"
      action={
        <Button asChild>
          <Link href={`/${project}/releases`}>Choose a release</Link>
        </Button>
      }
    >
      A promotion appears here once somebody proposes a release for an environment, on the release's page.
    </EmptyState>
  );
}

/** PromotionListPage: what waits for a person, and what was decided. */
export function PromotionListPage({ project, initial }: PromotionListPageProps) {
  const [{ state, cursor }, setFilter] = useQueryStates(parsers);
  const filter = state === "closed" ? "closed" : "open";
  const promotions = useEndpoint(
    promotionEndpoints.listPromotions,
    { params: { project }, query: { state: filter, cursor: cursor ?? undefined } },
    { initialData: initial, refetchMs: 5_000 },
  );
  const items = promotions.data?.items ?? [];
  const selected = useRowKeys(items.map((row) => `/${project}/promotions/${row.number}`));
  const base = `/${project}/promotions`;
  return (
    <Page>
      <PageHead title="Promotions" />
      <TabLinks
        label="Promotions"
        items={[
          { value: "open", label: "Open", href: base, isCurrent: filter === "open" },
          { value: "closed", label: "Closed", href: `${base}?state=closed`, isCurrent: filter === "closed" },
        ]}
      />
      <ProblemCard error={promotions.error} />
      {promotions.data === undefined && !promotions.error ? <SkeletonRows count={6} /> : null}
      {promotions.data && items.length === 0 ? <NothingHere project={project} state={filter} /> : null}
      {items.length > 0 ? (
        <div className="flex flex-col gap-3">
          <PromotionTable project={project} items={items} selected={selected} />
          <PageSteps
            count={items.length}
            noun={items.length === 1 ? "promotion" : "promotions"}
            cursor={cursor}
            nextCursor={promotions.data?.nextCursor ?? null}
            onGo={(next) => setFilter({ cursor: next })}
          />
        </div>
      ) : null}
    </Page>
  );
}
