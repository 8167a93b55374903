"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { callEndpoint } from "@/lib/client/call-endpoint.ts";
import { queryKey } from "@/lib/client/query-keys.ts";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";
import { type RequestRow, requestListEndpoints } from "@/lib/contracts/request-list.ts";
import type { givenRequestFilter } from "./use-request-filter.ts";

type Page = ResponseOf<typeof requestListEndpoints.listRequests>;
const FIRST_PAGE: string | null = null;
const LIVE_MS = 3_000;

/** useRequests reads the list in pages of 100, the next one when it is asked for; live, the newest come by themselves. */
export function useRequests(project: string, filter: ReturnType<typeof givenRequestFilter>, isLive: boolean) {
  const params = { project };
  return useInfiniteQuery({
    queryKey: queryKey(requestListEndpoints.listRequests, { params, query: filter }),
    queryFn: ({ pageParam, signal }): Promise<Page> =>
      callEndpoint(requestListEndpoints.listRequests, {
        params,
        query: { ...filter, limit: 100, cursor: pageParam ?? undefined },
        signal,
      }),
    initialPageParam: FIRST_PAGE,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    // Whoever reads further down is not moved under their eyes.
    refetchInterval: ({ state }) => (isLive && (state.data?.pages.length ?? 0) < 2 ? LIVE_MS : false),
  });
}

/** rowsOf is every request of some pages once: one whose calls lie on both sides of a page's end is on both pages. */
export function rowsOf(pages: readonly Page[]): RequestRow[] {
  const seen = new Set<string>();
  return pages
    .flatMap((page) => page.items)
    .filter(({ requestId }) => !seen.has(requestId) && seen.add(requestId));
}
