"use client";

import { VersionDiff } from "@/components/artifacts/version-diff.tsx";
import { ComponentDiff } from "@/components/diff/component-diff.tsx";
import { type Draft, diffDraft } from "@/components/releases/draft.ts";
import { countChanges } from "@/components/releases/to-diff-rows.tsx";
import { Section } from "@/components/ui/section.tsx";
import type { ReleaseDetail } from "@/lib/contracts/releases.ts";
import { refOf } from "@/lib/domain/releases/release-part.ts";

type DraftDiffProps = { project: string; base: ReleaseDetail | null; draft: Draft };

/** DraftDiff: what the draft would change against the release it starts from, with the texts. */
export function DraftDiff({ project, base, draft }: DraftDiffProps) {
  const rows = diffDraft(base?.parts ?? [], draft);
  const from = base ? `against ${base.id}: ` : "";
  return (
    <Section title="Difference" meta={`${from}${countChanges(rows)}`}>
      {rows.length === 0 ? (
        <p className="rounded-md border px-4 py-3 text-neutral">
          Nothing is chosen yet. What you choose is compared here with the release you start from.
        </p>
      ) : (
        <ComponentDiff
          baseLabel={base ? base.id : "Start"}
          candidateLabel="New release"
          rows={rows.map((row) => ({
            key: row.key,
            kind: row.kind,
            artifact: row.candidate?.name ?? row.base?.name ?? row.key,
            base: row.base ? refOf(row.base) : null,
            candidate: row.candidate ? refOf(row.candidate) : null,
            change: row.change,
            detail:
              row.change === "changed" && row.base && row.candidate ? (
                <VersionDiff
                  isFlush
                  project={project}
                  base={{ kind: row.kind, name: row.base.name, version: row.base.version }}
                  candidate={{ kind: row.kind, name: row.candidate.name, version: row.candidate.version }}
                />
              ) : undefined,
          }))}
        />
      )}
    </Section>
  );
}
