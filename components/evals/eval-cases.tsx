"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useCallback } from "react";
import { EvalCaseTable } from "@/components/evals/eval-case-table.tsx";
import { useEvalCases } from "@/components/evals/use-eval-cases.ts";
import { FilterBox } from "@/components/shell/filter-box.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { Choice } from "@/components/ui/choice.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";

const OUTCOMES = ["passed", "failed", "error"] as const;
const SORTS = ["worst", "best", "file"] as const;
const parsers = {
  outcome: parseAsStringLiteral(OUTCOMES),
  tag: parseAsString,
  search: parseAsString.withDefault(""),
  sort: parseAsStringLiteral(SORTS).withDefault("worst"),
};
const CHOICE = "w-44 phone:w-full";
const OUTCOME_WORDS = { passed: "Passed", failed: "Failed", error: "Without an answer" };
const SORT_WORDS = { worst: "Worst first", best: "Best first", file: "In the file's order" };

type EvalCasesProps = { project: string; number: number; tags: readonly string[] };

/** EvalCases: a run's cases with their filters, which stand in the address. */
export function EvalCases({ project, number, tags }: EvalCasesProps) {
  const [{ outcome, tag, search, sort }, setFilter] = useQueryStates(parsers);
  const cases = useEvalCases(project, number, {
    ...(outcome ? { outcome } : {}),
    ...(tag ? { tag } : {}),
    ...(search ? { search } : {}),
    sort,
  });
  const pages = cases.data?.pages ?? [];
  const items = pages.flatMap((page) => page.items);
  const total = pages[0]?.total ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = cases;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const setSearch = useCallback((text: string) => void setFilter({ search: text || null }), [setFilter]);
  return (
    <Section title="Cases" meta={cases.data ? `${total}` : undefined}>
      <div className="flex flex-wrap items-center gap-2 pb-3">
        <FilterBox label="Case id" value={search} onChange={setSearch} />
        <Choice
          className={CHOICE}
          label="Result"
          value={outcome ?? ""}
          options={[["", "All results"], ...OUTCOMES.map((key) => [key, OUTCOME_WORDS[key]] as const)]}
          onChange={(key) => void setFilter({ outcome: OUTCOMES.find((known) => known === key) ?? null })}
        />
        {tags.length > 0 ? (
          <Choice
            className={CHOICE}
            label="Tag"
            value={tag ?? ""}
            options={[["", "All tags"], ...tags.map((name) => [name, name] as const)]}
            onChange={(key) => void setFilter({ tag: key || null })}
          />
        ) : null}
        <Choice
          className={CHOICE}
          label="Order"
          value={sort}
          options={SORTS.map((key) => [key, SORT_WORDS[key]] as const)}
          onChange={(key) => void setFilter({ sort: SORTS.find((known) => known === key) ?? null })}
        />
      </div>
      <ProblemCard error={cases.error} />
      {cases.data === undefined && !cases.error ? <SkeletonRows count={6} /> : null}
      {cases.data && items.length === 0 ? <p className="text-neutral">No case fits these filters.</p> : null}
      {items.length > 0 ? (
        <EvalCaseTable project={project} number={number} items={items} total={total} onNeedMore={more} />
      ) : null}
    </Section>
  );
}
