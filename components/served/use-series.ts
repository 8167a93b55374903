"use client";

import { useQueries } from "@tanstack/react-query";
import type { SeriesLine } from "@/components/served/served-lines.ts";
import { callEndpoint } from "@/lib/client/call-endpoint.ts";
import { queryKey } from "@/lib/client/query-keys.ts";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";
import { type SeriesRange, trafficEndpoints } from "@/lib/contracts/traffic.ts";

type Series = ResponseOf<typeof trafficEndpoints.getSeries>;

/** A line with its values; both latency and the number of calls, because each call has a latency. */
export type LineSeries = { line: SeriesLine; series: Series };

export type SeriesAsk = {
  project: string;
  environment: string;
  region: string;
  range: SeriesRange;
  /** Null is now, again and again. */
  until: Date | null;
};

const LIVE_MS = 30_000;

/** useSeries reads each line's values; nothing until all are there, because lines are compared with each other. */
export function useSeries(ask: SeriesAsk, lines: readonly SeriesLine[]) {
  const { project, environment, region, range, until } = ask;
  const params = { project, environment };
  const endpoint = trafficEndpoints.getSeries;
  return useQueries({
    queries: lines.map(({ asks }) => {
      const query = {
        ...{ metric: "latency_ms", range, ...asks },
        ...(until === null ? {} : { until: until.toISOString() }),
        ...(region === "" ? {} : { region }),
      };
      return {
        queryKey: queryKey(endpoint, { params, query }),
        queryFn: ({ signal }: { signal: AbortSignal }) => callEndpoint(endpoint, { params, query, signal }),
        refetchInterval: until === null ? LIVE_MS : (false as const),
      };
    }),
    combine: (results) => ({
      error: results.find(({ error }) => error !== null)?.error ?? null,
      lines: results.flatMap(({ data }, index): LineSeries[] => {
        const line = lines[index];
        return data === undefined || line === undefined ? [] : [{ line, series: data }];
      }),
      isComplete: results.every(({ data }) => data !== undefined),
    }),
  });
}
