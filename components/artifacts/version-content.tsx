"use client";

import { NumberedText } from "@/components/artifacts/numbered-text.tsx";
import { ProblemList } from "@/components/artifacts/problem-list.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { CopyButton } from "@/components/ui/copy-button.tsx";
import { FactsStrip } from "@/components/ui/facts-strip.tsx";
import { formatNumber } from "@/components/ui/format-number.ts";
import { IdText } from "@/components/ui/id-text.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { artifactEndpoints } from "@/lib/contracts/artifacts.ts";

type VersionContentProps = { project: string; kind: string; name: string; version: string };

/** VersionContent: the files of one version, and the releases made of it. */
export function VersionContent({ project, kind, name, version }: VersionContentProps) {
  const answer = useEndpoint(artifactEndpoints.getArtifactVersion, {
    params: { project, kind, name, version },
  });
  if (answer.error) return <ProblemCard error={answer.error} />;
  if (!answer.data) return <SkeletonRows count={6} />;
  const { files, usedBy, problems, facts } = answer.data;
  return (
    <>
      <ProblemList problems={problems} />
      {facts.length === 0 ? null : <FactsStrip facts={facts} />}
      <Section title="Content" meta={`${files.length} ${files.length === 1 ? "file" : "files"}`}>
        {files.map((file) => (
          <div key={file.path} className="min-w-0 overflow-hidden rounded-md border">
            <div className="flex min-h-8 items-center justify-between gap-3 border-hair border-b bg-surface px-3 text-meta text-neutral">
              <span className="mono min-w-0 truncate">{file.path}</span>
              <span className="inline-flex shrink-0 items-center gap-2">
                {`${formatNumber(file.sizeBytes)} bytes`}
                {file.text === null ? null : <CopyButton text={file.text} what="text" />}
              </span>
            </div>
            {file.text === null ? (
              <p className="px-3 py-2 text-neutral">
                This file is not text, or git does not have its content. Its digest is{" "}
                <IdText id={file.contentDigest} what="content digest" />.
              </p>
            ) : (
              <NumberedText text={file.text} label={`Content of ${file.path}`} />
            )}
          </div>
        ))}
      </Section>
      <Section title="Used by" meta="releases made of this version, newest first">
        {usedBy.length === 0 ? (
          <p className="rounded-md border px-4 py-3 text-neutral">No release uses this version.</p>
        ) : (
          <ul className="flex flex-wrap gap-x-4 gap-y-1 rounded-md border px-4 py-3">
            {usedBy.map((id) => (
              <li key={id}>
                <IdText id={id} what="release id" href={`/${project}/releases/${id}`} />
              </li>
            ))}
          </ul>
        )}
      </Section>
    </>
  );
}
