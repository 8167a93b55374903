"use client";

import Link from "next/link";
import { GateTable } from "@/components/promotions/gate-table.tsx";
import { GateMarkBadges } from "@/components/releases/gate-mark-badges.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Section } from "@/components/ui/section.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { type ReleaseGates as Gates, releaseGateEndpoints } from "@/lib/contracts/release-gates.ts";

type ReleaseGatesProps = { project: string; releaseId: string };

function Against({ project, gates }: { project: string; gates: Gates }) {
  const { environment, baseReleaseId, policyLabel } = gates;
  return (
    <p className="text-meta text-neutral">
      {`Judged for ${environment}, `}
      {baseReleaseId === null ? (
        "with nothing before it"
      ) : (
        <>
          against{" "}
          <Link href={`/${project}/releases/${baseReleaseId}`} className="mono hover:underline">
            {baseReleaseId}
          </Link>
        </>
      )}
      {", by "}
      <span className="mono">{policyLabel}</span>
    </p>
  );
}

/** ReleaseGates: what both gates say of a release now, term by term, by the rules that judge its promotion. */
export function ReleaseGates({ project, releaseId }: ReleaseGatesProps) {
  const answer = useEndpoint(
    releaseGateEndpoints.getReleaseGates,
    { params: { project, releaseId } },
    { refetchMs: 10_000 },
  );
  const gates = answer.data;
  const base = gates?.baseReleaseId ?? null;
  const href = `/${project}/evals/compare?controlRelease=${base}&candidateRelease=${releaseId}`;
  return (
    <Section
      title="Gates"
      meta={gates === undefined ? "being judged" : <GateMarkBadges marks={gates.marks} />}
      id="gates"
      actions={
        base === null ? null : (
          <Link href={href} className="text-meta underline hover:no-underline">
            Compare with the base's run
          </Link>
        )
      }
    >
      <ProblemCard error={answer.error} />
      {gates === undefined && !answer.error ? <SkeletonRows count={4} /> : null}
      {gates?.environment === null ? (
        <p className="rounded-md border px-4 py-3 text-neutral">
          This project has no environment yet, so there is nothing to be judged for.
        </p>
      ) : null}
      {gates !== undefined && gates.environment !== null ? (
        <>
          <Against project={project} gates={gates} />
          <GateTable terms={gates.terms} fastChecks={gates.fastChecks} />
        </>
      ) : null}
    </Section>
  );
}
