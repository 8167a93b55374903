"use client";

import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Glyph } from "@/components/status/glyph.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { releaseEndpoints } from "@/lib/contracts/releases.ts";

type BlockerListProps = { project: string; releaseId: string; environment: string };

/** BlockerList: what stands between a release and an environment now; read again while one looks. */
export function BlockerList({ project, releaseId, environment }: BlockerListProps) {
  const answer = useEndpoint(
    releaseEndpoints.listBlockers,
    { params: { project, releaseId }, query: { environment } },
    { refetchMs: 5_000 },
  );
  if (answer.error) return <ProblemCard error={answer.error} />;
  if (!answer.data) return <SkeletonRows count={1} />;
  const { blockers } = answer.data;
  if (blockers.length === 0) {
    return (
      <p className="inline-flex items-center gap-1.5">
        <Glyph name="check" className="text-good" />
        Nothing stands between this release and {environment} but a review.
      </p>
    );
  }
  return (
    <ul aria-label={`What stands before ${environment}`} className="flex flex-col gap-1">
      {blockers.map((blocker) => (
        <li key={blocker.code + blocker.sentence} className="flex items-start gap-1.5">
          <Glyph name="cross" className="mt-0.75 text-bad" />
          <span>
            {blocker.sentence} <span className="mono text-meta text-neutral">{blocker.code}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
