"use client";

import { useQueryStates } from "nuqs";
import { CaseSection, caseParsers } from "@/components/comparison/case-section.tsx";
import { ComparedFacts } from "@/components/comparison/compared-facts.tsx";
import { FlakyList } from "@/components/comparison/flaky-list.tsx";
import { NotComparable } from "@/components/comparison/not-comparable.tsx";
import { NumbersTable } from "@/components/comparison/numbers-table.tsx";
import { SlicesTable } from "@/components/comparison/slices-table.tsx";
import { Page } from "@/components/layout/page.tsx";
import type { StatusRole } from "@/components/status/status-table.ts";
import { Callout } from "@/components/ui/callout.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { Section } from "@/components/ui/section.tsx";
import type { ComparableRuns, Comparison } from "@/lib/contracts/comparisons.ts";
import type { ComparisonWord } from "@/lib/domain/evals/describe-comparison.ts";

const VERDICT_ROLE = {
  better: "good",
  worse: "bad",
  same: "neutral",
  not_enough_evidence: "warn",
} as const satisfies Record<ComparisonWord, StatusRole>;

function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

function Unpaired({ answer }: { answer: ComparableRuns }) {
  const sides = [
    { ids: answer.onlyInControl, count: answer.counts.onlyInControl, run: answer.control.number },
    { ids: answer.onlyInCandidate, count: answer.counts.onlyInCandidate, run: answer.candidate.number },
  ].filter((side) => side.count > 0);
  if (sides.length === 0) return null;
  return (
    <Section title="In one run only" meta="counted nowhere above">
      {sides.map((side) => (
        <p key={side.run} className="[overflow-wrap:anywhere]">
          {`${side.count} in run ${side.run} only: `}
          <span className="mono">{side.ids.join(", ")}</span>
          {side.count > side.ids.length ? " and more" : ""}
        </p>
      ))}
    </Section>
  );
}

function Compared({ project, answer }: { project: string; answer: ComparableRuns }) {
  const [, setView] = useQueryStates(caseParsers);
  const { verdict, numbers, withoutFlaky, slices, flaky, counts, acrossUsed } = answer;
  const errors = numbers.errors.control + numbers.errors.candidate;
  return (
    <>
      <Callout role={VERDICT_ROLE[verdict.word]} title={capitalised(verdict.sentence)}>
        {acrossUsed.length > 0 ? `The policy lets differ: ${acrossUsed.join(", ")}. ` : ""}
        {errors > 0
          ? `Without an answer: ${numbers.errors.control} of the control's cases, ${numbers.errors.candidate} of the candidate's; they count as 0.`
          : ""}
      </Callout>
      <Section title="Numbers" meta={`the same ${numbers.pairCount} cases in both runs`}>
        <NumbersTable numbers={numbers} label="Numbers over the same cases" />
      </Section>
      <CaseSection project={project} answer={answer} />
      {slices.length > 0 ? (
        <Section
          title="Slices"
          meta={`by tag, the worst first; each interval is 95 % on its own${answer.slicesLeftOut > 0 ? `; ${answer.slicesLeftOut} smaller tags not shown` : ""}`}
        >
          <SlicesTable slices={slices} onPick={(tag) => setView({ tag, show: "all", case: null })} />
        </Section>
      ) : null}
      {counts.flaky > 0 ? (
        <Section
          title="Flaky cases"
          meta={`${counts.flaky} passed and failed under equal conditions${flaky.length < counts.flaky ? `; the first ${flaky.length}` : ""}`}
        >
          <FlakyList flaky={flaky} />
          {withoutFlaky === null ? null : (
            <NumbersTable numbers={withoutFlaky} label="Numbers without the flaky cases" />
          )}
        </Section>
      ) : null}
      <Unpaired answer={answer} />
    </>
  );
}

/** ComparisonPage: whether the candidate is better, by how much, on what, and whether the comparison is fair at all. */
export function ComparisonPage({ project, answer }: { project: string; answer: Comparison }) {
  const { control, candidate } = answer;
  return (
    <Page>
      <PageHead
        title={`Run ${candidate.number} against run ${control.number}`}
        description="The candidate less the control, on the cases that both runs measured."
      />
      <ComparedFacts project={project} answer={answer} />
      {answer.comparable ? <Compared project={project} answer={answer} /> : <NotComparable answer={answer} />}
    </Page>
  );
}
