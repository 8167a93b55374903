"use client";

import { keepPreviousData, useQueries } from "@tanstack/react-query";
import { callEndpoint } from "@/lib/client/call-endpoint.ts";
import type { ProblemError } from "@/lib/client/problem-error.ts";
import { queryKey } from "@/lib/client/query-keys.ts";
import { type CASE_FILTERS, type ComparedCaseRow, comparisonEndpoints } from "@/lib/contracts/comparisons.ts";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";

export type CaseQuery = {
  project: string;
  control: number;
  candidate: number;
  show: (typeof CASE_FILTERS)[number];
  tag: string | null;
  search: string;
};
type Page = ResponseOf<typeof comparisonEndpoints.listComparedCases>;

const PAGE_SIZE = 200;

function askOf(query: CaseQuery, offset: number, limit: number) {
  const { project, control, candidate, show, tag, search } = query;
  return {
    params: { project },
    query: {
      ...{ control: String(control), candidate: String(candidate), show, offset, limit },
      tag: tag ?? undefined,
      search: search === "" ? undefined : search,
    },
  };
}

/** useComparedCases reads the pages that are in sight; the server sorts and narrows. */
export function useComparedCases(query: CaseQuery, inSight: { first: number; last: number }) {
  const firstPage = Math.floor(inSight.first / PAGE_SIZE);
  const count = Math.floor(inSight.last / PAGE_SIZE) - firstPage + 1;
  const pages = [...new Set([0, ...Array.from({ length: count }, (_, index) => firstPage + index)])];
  const answers = useQueries({
    queries: pages.map((page) => {
      const ask = askOf(query, page * PAGE_SIZE, PAGE_SIZE);
      return {
        queryKey: queryKey(comparisonEndpoints.listComparedCases, ask),
        queryFn: ({ signal }: { signal: AbortSignal }): Promise<Page> =>
          callEndpoint(comparisonEndpoints.listComparedCases, { ...ask, signal }),
        staleTime: 60_000,
        placeholderData: page === 0 ? keepPreviousData : undefined,
      };
    }),
  });
  const rowAt = (index: number): ComparedCaseRow | null => {
    const place = pages.indexOf(Math.floor(index / PAGE_SIZE));
    return answers[place]?.data?.items[index % PAGE_SIZE] ?? null;
  };
  const error: ProblemError | Error | null = answers.find((answer) => answer.error)?.error ?? null;
  return { total: answers[0]?.data?.total ?? null, rowAt, error };
}

const DOWNLOAD_PAGE = 1_000;

/** loadAllCases reads every case of a question, page by page. */
export async function loadAllCases(query: CaseQuery): Promise<ComparedCaseRow[]> {
  const rows: ComparedCaseRow[] = [];
  for (;;) {
    const ask = askOf(query, rows.length, DOWNLOAD_PAGE);
    const page: Page = await callEndpoint(comparisonEndpoints.listComparedCases, ask);
    rows.push(...page.items);
    if (rows.length >= page.total || page.items.length === 0) return rows;
  }
}
