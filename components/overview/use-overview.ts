"use client";

import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { callEndpoint } from "@/lib/client/call-endpoint.ts";
import { queryKey } from "@/lib/client/query-keys.ts";
import { auditEndpoints } from "@/lib/contracts/audit.ts";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";
import { type EnvironmentDetail, environmentEndpoints } from "@/lib/contracts/environments.ts";
import { type PromotionDetail, promotionEndpoints } from "@/lib/contracts/promotions.ts";

export type OverviewInitial = {
  environments: EnvironmentDetail[];
  promotions: ResponseOf<typeof promotionEndpoints.listPromotions>;
  details: PromotionDetail[];
  /** null for whoever may not read the audit log. */
  audit: ResponseOf<typeof auditEndpoints.listAudit> | null;
  releaseCount: number;
};

/** How many open promotions are judged for the page. */
const JUDGED_PROMOTIONS = 8;
const NEWEST_EVENTS = 8;
const REFETCH_MS = 5_000;
const OPEN_STATES = ["draft", "gates", "shadow", "in_review", "approved", "merging"];

/** useOverview keeps the overview's answers current: environments, open promotions as judged now, the newest events. */
export function useOverview(project: string, initial: OverviewInitial) {
  const params = { project };
  const environments = useEndpoint(
    environmentEndpoints.listEnvironments,
    { params },
    { initialData: { items: initial.environments }, refetchMs: REFETCH_MS },
  );
  const list = useEndpoint(
    promotionEndpoints.listPromotions,
    { params, query: { limit: 20 } },
    { initialData: initial.promotions, refetchMs: REFETCH_MS },
  );
  const audit = useEndpoint(
    auditEndpoints.listAudit,
    { params, query: { limit: NEWEST_EVENTS, verify: "false" } },
    { initialData: initial.audit ?? undefined, refetchMs: REFETCH_MS * 2, isOn: initial.audit !== null },
  );
  const promotions = list.data?.items ?? [];
  const open = promotions.filter((each) => OPEN_STATES.includes(each.state)).slice(0, JUDGED_PROMOTIONS);
  const details = usePromotions(
    project,
    open.map((each) => each.number),
    initial.details,
  );
  return {
    environments: environments.data?.items ?? [],
    promotions: details,
    newest: promotions.slice(0, NEWEST_EVENTS),
    events: initial.audit === null ? null : (audit.data?.items ?? []),
    error: environments.error ?? list.error,
  };
}

function usePromotions(
  project: string,
  numbers: readonly number[],
  initial: readonly PromotionDetail[],
): PromotionDetail[] {
  const answers = useQueries({
    queries: numbers.map((number) => {
      const ask = { params: { project, number: String(number) } };
      return {
        queryKey: queryKey(promotionEndpoints.getPromotion, ask),
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          callEndpoint(promotionEndpoints.getPromotion, { ...ask, signal }),
        initialData: initial.find((each) => each.number === number),
        refetchInterval: REFETCH_MS * 2,
        placeholderData: keepPreviousData,
      };
    }),
  });
  return answers.flatMap((answer) => (answer.data === undefined ? [] : [answer.data]));
}
