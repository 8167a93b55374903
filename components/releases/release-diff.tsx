"use client";

import { parseAsString, useQueryState } from "nuqs";
import { useId } from "react";
import { ComponentDiff } from "@/components/diff/component-diff.tsx";
import { closedReasons } from "@/components/releases/diff-reasons.ts";
import { countChanges, toDiffRows } from "@/components/releases/to-diff-rows.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Section } from "@/components/ui/section.tsx";
import { Select } from "@/components/ui/select.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { releaseEndpoints } from "@/lib/contracts/releases.ts";

export type DiffChoice = { id: string; label: string };

type ReleaseDiffProps = {
  project: string;
  releaseId: string;
  /** What it may be compared with, the default first. */
  choices: readonly DiffChoice[];
};

function DiffTable({ project, releaseId, against }: { project: string; releaseId: string; against: string }) {
  const diff = useEndpoint(releaseEndpoints.diffReleases, {
    params: { project, releaseId, otherId: against },
  });
  if (diff.error) return <ProblemCard error={diff.error} />;
  if (!diff.data) return <SkeletonRows count={4} />;
  return (
    <>
      <p className="text-meta text-neutral">{countChanges(diff.data.parts)}</p>
      <ul className="text-meta">
        {closedReasons(diff.data.parts).map(({ kind, why }) => (
          <li key={kind}>
            <span className="text-neutral">{kind}:</span> {why}
          </li>
        ))}
      </ul>
      <ComponentDiff
        rows={toDiffRows(diff.data.parts)}
        baseLabel={against}
        candidateLabel={releaseId}
        label={`Difference to ${against}`}
      />
    </>
  );
}

/** ReleaseDiff: what differs from another release; which one is in the address, by default what production serves. */
export function ReleaseDiff({ project, releaseId, choices }: ReleaseDiffProps) {
  const [chosen, setChosen] = useQueryState("against", parseAsString);
  const selectId = useId();
  const fallback = choices[0]?.id ?? null;
  const against = chosen ?? fallback;
  const isListed = choices.some((choice) => choice.id === against);
  return (
    <Section
      title="Difference"
      id="difference"
      actions={
        against === null ? null : (
          <label htmlFor={selectId} className="inline-flex items-center gap-2">
            <span className="whitespace-nowrap">compared with</span>
            <Select
              id={selectId}
              className="w-64"
              value={against}
              onChange={(event) => setChosen(event.target.value)}
            >
              {isListed ? null : <option value={against}>{against}</option>}
              {choices.map((choice) => (
                <option key={choice.id} value={choice.id}>
                  {`${choice.id} ${choice.label}`}
                </option>
              ))}
            </Select>
          </label>
        )
      }
    >
      {against === null ? (
        <p className="rounded-md border px-4 py-3 text-neutral">
          There is no other release to compare with yet.
        </p>
      ) : (
        <DiffTable project={project} releaseId={releaseId} against={against} />
      )}
    </Section>
  );
}
