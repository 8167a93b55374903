"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { callEndpoint } from "@/lib/client/call-endpoint.ts";

import { queryKey } from "@/lib/client/query-keys.ts";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";
import { evalEndpoints } from "@/lib/contracts/evals.ts";

export type CaseFilters = {
  outcome?: "passed" | "failed" | "error";
  tag?: string;
  search?: string;
  sort: "worst" | "best" | "file";
};
const FIRST_PAGE: string | null = null;
type Page = ResponseOf<typeof evalEndpoints.listEvalCases>;

/** useEvalCases reads a run's cases in pages of 200, the next one when it is asked for. */
export function useEvalCases(project: string, number: number, filters: CaseFilters) {
  const params = { project, number: String(number) };
  return useInfiniteQuery({
    queryKey: queryKey(evalEndpoints.listEvalCases, { params, query: filters }),
    queryFn: ({ pageParam, signal }): Promise<Page> =>
      callEndpoint(evalEndpoints.listEvalCases, {
        params,
        query: { ...filters, cursor: pageParam ?? undefined },
        signal,
      }),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
}
