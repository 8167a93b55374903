"use client";

import { useCallback, useMemo } from "react";
import { Page } from "@/components/layout/page.tsx";
import { endAround, rangeOf, seriesSpan } from "@/components/served/moment.ts";
import { SeriesSection } from "@/components/served/series-section.tsx";
import { ServedAnswer } from "@/components/served/served-answer.tsx";
import { ServedFilters } from "@/components/served/served-filters.tsx";
import { linesOf, toldWithin } from "@/components/served/served-lines.ts";
import { type ServedFilterChange, useServedFilter } from "@/components/served/use-served-filter.ts";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Callout } from "@/components/ui/callout.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { useNow } from "@/components/ui/use-now.ts";
import { environmentEndpoints } from "@/lib/contracts/environments.ts";
import { trafficEndpoints } from "@/lib/contracts/traffic.ts";

type ServedPageProps = {
  project: string;
  environments: readonly string[];
  /** The server's clock at the first paint, which browser and server draw alike. */
  openedAt: string;
  auditRefusal: string | null;
};

const NOW_MS = 30_000;

/** ServedPage: what an environment served at a moment, and how that did before and after. */
export function ServedPage({ project, environments, openedAt, auditRefusal }: ServedPageProps) {
  const [filter, setFilter] = useServedFilter();
  const tick = useNow(NOW_MS);
  const now = useMemo(() => tick ?? new Date(openedAt), [tick, openedAt]);
  const { region, at, span, by } = filter;
  const environment = filter.environment || firstAsked(environments);
  const moment = at ?? now;
  const isAhead = moment.getTime() > now.getTime();
  const change = useCallback((next: ServedFilterChange) => void setFilter(next), [setFilter]);
  const onMoment = useCallback((next: Date | null) => void setFilter({ at: next }), [setFilter]);
  const served = useEndpoint(
    trafficEndpoints.getServedAt,
    {
      params: { project, environment },
      query: { at: moment.toISOString(), ...(region === "" ? {} : { region }) },
    },
    { isOn: tick !== null && !isAhead },
  );
  const { data } = served;
  const until = useMemo(() => endAround(moment, span, now), [moment, span, now]);
  const { data: details, isPending } = useEndpoint(environmentEndpoints.getEnvironment, {
    params: { project, environment },
  });
  const lines = useMemo(() => {
    // Lines that came one by one would be read twice; where the history cannot be read, the moment's are enough.
    if (data === undefined || isPending) return [];
    return linesOf(by, data, toldWithin(details?.history ?? [], seriesSpan(until ?? now, span)));
  }, [by, data, details, isPending, until, now, span]);
  const parts = { project, environment, region };
  return (
    <Page>
      <PageHead
        title="What was served"
        description="At a moment, in a region: what gateways were told, what they reported, and how it did before and after."
      />
      <ServedFilters {...{ environments, environment, region, at, now, onMoment }} onChange={change} />
      <ProblemCard error={served.error} />
      {isAhead ? (
        <Callout role="neutral" title="This moment has not come">
          What will be served then is not known. Choose an earlier one, or now.
        </Callout>
      ) : null}
      {data === undefined && !served.error && !isAhead ? <SkeletonRows count={10} /> : null}
      {data !== undefined && !served.error && !isAhead ? (
        <>
          <ServedAnswer {...{ ...parts, served: data, auditRefusal, onMoment }} onChange={change} />
          <SeriesSection
            ask={{ ...parts, range: rangeOf(span), until }}
            {...{ lines, moment, filter }}
            allocation={data.allocation}
            onChange={change}
          />
        </>
      ) : null}
    </Page>
  );
}

/** What people ask about, where they do not say. */
function firstAsked(environments: readonly string[]): string {
  return environments.find((name) => name === "production") ?? environments[0] ?? "production";
}
