"use client";

import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useState } from "react";
import { ComparedCaseDetail } from "@/components/comparison/compared-case-detail.tsx";
import { ComparedCaseTable } from "@/components/comparison/compared-case-table.tsx";
import { type CaseQuery, loadAllCases } from "@/components/comparison/use-compared-cases.ts";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { Button } from "@/components/ui/button.tsx";
import { Field } from "@/components/ui/field.tsx";
import { Input } from "@/components/ui/input.tsx";
import { Kbd } from "@/components/ui/kbd.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Segmented } from "@/components/ui/segmented.tsx";
import { CASE_FILTERS, type ComparableRuns } from "@/lib/contracts/comparisons.ts";
import { comparisonCsv } from "@/lib/domain/evals/comparison-csv.ts";

const FILTER_LABELS = {
  all: "All",
  regressions: "Regressions",
  improvements: "Improvements",
  flaky: "Flaky",
} as const satisfies Record<(typeof CASE_FILTERS)[number], string>;

export const caseParsers = {
  show: parseAsStringLiteral(CASE_FILTERS),
  tag: parseAsString,
  q: parseAsString.withDefault(""),
  case: parseAsString,
};

function saveText(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

function CsvButton({ query }: { query: CaseQuery }) {
  const [state, setState] = useState<{ isBusy: boolean; error: unknown }>({ isBusy: false, error: null });
  const download = async () => {
    setState({ isBusy: true, error: null });
    try {
      const name = `comparison-${query.control}-${query.candidate}.csv`;
      saveText(comparisonCsv(await loadAllCases(query)), name);
      setState({ isBusy: false, error: null });
    } catch (error) {
      setState({ isBusy: false, error });
    }
  };
  return (
    <>
      <Button isBusy={state.isBusy} onClick={download}>
        Download CSV
      </Button>
      <ProblemCard error={state.error} />
    </>
  );
}

/** CaseSection: the same cases, narrowed down by the address; the open case stands below them. */
export function CaseSection({ project, answer }: { project: string; answer: ComparableRuns }) {
  const [view, setView] = useQueryStates(caseParsers);
  const { control, candidate, counts } = answer;
  const query: CaseQuery = {
    ...{ project, control: control.number, candidate: candidate.number },
    ...{ show: view.show ?? (counts.regressions > 0 ? "regressions" : "all"), tag: view.tag, search: view.q },
  };
  return (
    <>
      <Section
        id="cases"
        title="Cases"
        meta={`${counts.regressions} worse, ${counts.improvements} better, ${counts.unchanged} the same; ${counts.noLongerPass} pass less often`}
        actions={
          <>
            <Kbd>j</Kbd>
            <Kbd>k</Kbd> next, previous
            <CsvButton query={query} />
          </>
        }
      >
        <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
          <Segmented
            label="Which cases"
            options={CASE_FILTERS.map((value) => ({ value, label: FILTER_LABELS[value] }))}
            value={query.show}
            onChange={(show) => setView({ show, case: null })}
          />
          <Field label="Case id contains">
            <Input value={view.q} onChange={(event) => setView({ q: event.target.value || null })} />
          </Field>
          {view.tag === null ? null : (
            <Button onClick={() => setView({ tag: null })}>{`Only ${view.tag}; show all tags`}</Button>
          )}
        </div>
        <ComparedCaseTable
          key={`${query.show} ${query.tag} ${query.search}`}
          query={query}
          openCase={view.case}
          onOpen={(id) => setView({ case: id })}
        />
      </Section>
      {view.case === null ? null : (
        <ComparedCaseDetail
          project={project}
          control={control.number}
          candidate={candidate.number}
          caseId={view.case}
        />
      )}
    </>
  );
}
