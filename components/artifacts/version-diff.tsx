"use client";

import { TextDiff } from "@/components/diff/text-diff.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { artifactEndpoints } from "@/lib/contracts/artifacts.ts";
import { pairFiles } from "@/lib/domain/releases/pair-files.ts";

type Named = { kind: string; name: string; version: string };
type VersionDiffProps = { project: string; base: Named; candidate: Named; isFlush?: boolean };

/** VersionDiff: the texts of two versions, file by file; a file that is the same is not drawn. */
export function VersionDiff({ project, base, candidate, isFlush }: VersionDiffProps) {
  const before = useEndpoint(artifactEndpoints.getArtifactVersion, { params: { project, ...base } });
  const after = useEndpoint(artifactEndpoints.getArtifactVersion, { params: { project, ...candidate } });
  const error = before.error ?? after.error;
  if (error) return <ProblemCard error={error} />;
  if (!before.data || !after.data) return <SkeletonRows count={3} />;
  const pairs = pairFiles(before.data, after.data).filter(
    (pair) => pair.base?.contentDigest !== pair.candidate?.contentDigest,
  );
  if (pairs.length === 0) return <p className="px-3 py-2 text-neutral">The contents are the same.</p>;
  return (
    <div className="flex flex-col gap-3">
      {pairs.map((pair) =>
        (pair.base?.text ?? pair.candidate?.text ?? null) === null ? (
          <p key={pair.path} className="px-3 py-2 text-neutral">
            <span className="mono">{pair.path}</span> is not text; the digests differ.
          </p>
        ) : (
          <TextDiff
            key={pair.path}
            isFlush={isFlush}
            before={pair.base?.text ?? ""}
            after={pair.candidate?.text ?? ""}
            beforeLabel={`${base.name}@${base.version}`}
            afterLabel={`${candidate.name}@${candidate.version} ${pair.path}`}
          />
        ),
      )}
    </div>
  );
}
