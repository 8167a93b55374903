"use client";

import Link from "next/link";
import { parseAsString, useQueryStates } from "nuqs";
import { useId } from "react";
import { FindingList, FindingsOnly } from "@/components/artifacts/finding-list.tsx";
import { VersionContent } from "@/components/artifacts/version-content.tsx";
import { VersionDiff } from "@/components/artifacts/version-diff.tsx";
import { VersionList } from "@/components/artifacts/version-list.tsx";
import { judgeHref } from "@/components/comparison/judge-href.ts";
import { Page, WithRail } from "@/components/layout/page.tsx";
import { useShortcut } from "@/components/layout/use-shortcut.ts";
import { ModelCheckPanel } from "@/components/models/model-check-panel.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { StatusBadge } from "@/components/status/status-badge.tsx";
import { Button } from "@/components/ui/button.tsx";
import { type Fact, FactsStrip } from "@/components/ui/facts-strip.tsx";
import { IdText } from "@/components/ui/id-text.tsx";
import { Kbd } from "@/components/ui/kbd.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Select } from "@/components/ui/select.tsx";
import { type ArtifactVersionRow, artifactEndpoints } from "@/lib/contracts/artifacts.ts";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";

type ArtifactPageProps = {
  project: string;
  initial: ResponseOf<typeof artifactEndpoints.getArtifact>;
  kindLabel: string;
};

const parsers = { version: parseAsString, against: parseAsString };

function factsOf(row: ArtifactVersionRow): Fact[] {
  const { sighting } = row;
  return [
    { label: "Digest", value: <IdText id={row.digest} what="digest" canCopy /> },
    {
      label: "File",
      value: (
        <span className="mono" title={row.paths.join("\n")}>
          {row.paths[0] ?? "none"}
        </span>
      ),
      qualifier: row.paths.length > 1 ? `and ${row.paths.length - 1} more` : undefined,
    },
    {
      label: "Commit",
      value: sighting ? <span className="mono">{sighting.commit.slice(0, 10)}</span> : "not seen",
      qualifier: sighting?.subject,
    },
    { label: "Author", value: sighting?.authorName ?? "unknown" },
    { label: "Written", value: sighting ? <RelativeTime at={sighting.authoredAt} /> : "unknown" },
  ];
}

type DiffSectionProps = {
  project: string;
  row: ArtifactVersionRow;
  others: readonly ArtifactVersionRow[];
  against: string | null;
  onChange: (version: string) => void;
};

function DiffSection({ project, row, others, against, onChange }: DiffSectionProps) {
  const id = useId();
  const base = others.find((other) => other.version === against) ?? null;
  if (base === null) return null;
  return (
    <Section
      title="Diff"
      actions={
        <label htmlFor={id} className="inline-flex items-center gap-2 whitespace-nowrap">
          <Kbd>[</Kbd>
          <Kbd>]</Kbd> version, compared with
          <Select
            id={id}
            className="w-44"
            value={base.version}
            onChange={(event) => onChange(event.target.value)}
          >
            {others.map((other) => (
              <option key={other.version} value={other.version}>
                {`${other.name}@${other.version}`}
              </option>
            ))}
          </Select>
        </label>
      }
    >
      <VersionDiff project={project} base={base} candidate={row} />
    </Section>
  );
}

/** ArtifactPage: one artifact, its versions, and what one of them says against another. */
export function ArtifactPage({ project, initial, kindLabel }: ArtifactPageProps) {
  const { kind, name } = initial;
  const [{ version, against }, setView] = useQueryStates(parsers, { history: "push" });
  const answer = useEndpoint(
    artifactEndpoints.getArtifact,
    { params: { project, kind, name } },
    { initialData: initial, refetchMs: 10_000 },
  );
  const { versions, findings } = answer.data ?? initial;
  const place = Math.max(
    0,
    versions.findIndex((each) => each.version === version),
  );
  const row = versions[place];
  const step = (by: number) => {
    const next = versions[place + by];
    if (next) setView({ version: next.version, against: null });
  };
  useShortcut({ keys: "[", label: "Older version", onPress: () => step(1) });
  useShortcut({ keys: "]", label: "Newer version", onPress: () => step(-1) });
  if (!row) return <FindingsOnly name={name} kindLabel={kindLabel} findings={findings} />;
  return (
    <Page>
      <PageHead
        title={
          <>
            {kindLabel} <span className="mono">{`${name}@${row.version}`}</span>
          </>
        }
        status={row.sighting ? <StatusBadge family="release" state={row.sighting.stage} /> : null}
        description={row.sighting?.subject}
        actions={
          kind === "judge" ? (
            <Button asChild size="md">
              <Link href={judgeHref(project, `${name}@${row.version}`)}>Licence and labels</Link>
            </Button>
          ) : null
        }
      />
      <ProblemCard error={answer.error} />
      <FactsStrip facts={factsOf(row)} />
      <FindingList findings={findings} />
      <WithRail
        rail={
          <Section title="Versions" meta={String(versions.length)}>
            <VersionList project={project} versions={versions} current={row.version} />
          </Section>
        }
      >
        <DiffSection
          project={project}
          row={row}
          others={versions.filter((each) => each !== row)}
          against={against ?? versions[place + 1]?.version ?? null}
          onChange={(next) => setView({ version: row.version, against: next })}
        />
        {kind === "model" ? <ModelCheckPanel project={project} name={name} version={row.version} /> : null}
        <VersionContent project={project} kind={kind} name={name} version={row.version} />
      </WithRail>
    </Page>
  );
}
