"use client";

import Link from "next/link";
import { StatusBadge } from "@/components/status/status-badge.tsx";
import { Button } from "@/components/ui/button.tsx";
import { CopyButton } from "@/components/ui/copy-button.tsx";
import { type Fact, FactsStrip } from "@/components/ui/facts-strip.tsx";
import { formatNumber, formatSigned } from "@/components/ui/format-number.ts";
import { IdText } from "@/components/ui/id-text.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import type { ArtifactVersionRow } from "@/lib/contracts/artifacts.ts";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";
import type { promptEndpoints } from "@/lib/contracts/prompts.ts";

type PromptDetail = ResponseOf<typeof promptEndpoints.getPrompt>;
type PromptHeadProps = {
  project: string;
  row: ArtifactVersionRow;
  /** Null while it is read. */
  prompt: PromptDetail | null;
};

function usageSentence(prompt: PromptDetail | null): string | undefined {
  if (prompt === null) return undefined;
  const { usedBy, versions, version } = prompt;
  const servedIn = versions.find((each) => each.version === version)?.servedIn ?? [];
  const serving = servedIn.length === 0 ? "" : ` Served in ${servedIn.join(" and ")}.`;
  if (usedBy.length === 0) return `No release is made of it yet.${serving}`;
  const more = usedBy.length > 3 ? ` and ${usedBy.length - 3} more` : "";
  return `Used by ${usedBy.slice(0, 3).join(", ")}${more}.${serving}`;
}

function factsOf(row: ArtifactVersionRow, prompt: PromptDetail | null): Fact[] {
  const { sighting } = row;
  const { count = null, difference = null, previousVersion = null, words = "" } = prompt?.tokens ?? {};
  const used = prompt?.variables.filter(({ isUsed }) => isUsed) ?? [];
  const bound = used.filter(({ boundBy }) => boundBy !== null);
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
      value: sighting ? <span className="mono">{sighting.commit.slice(0, 7)}</span> : "not seen",
      qualifier: sighting?.authorName,
    },
    {
      label: "Static tokens",
      value: <span title={words}>{count === null ? "not counted" : formatNumber(count)}</span>,
      qualifier:
        difference === null || previousVersion === null
          ? undefined
          : `${formatSigned(difference)} from ${previousVersion}`,
    },
    {
      label: "Variables",
      value:
        prompt === null
          ? "…"
          : prompt.form === "manifest"
            ? `${bound.length} of ${used.length} bound`
            : used.length,
      qualifier: prompt?.form === "template" ? "no manifest" : undefined,
    },
  ];
}

/** PromptHead: which version this is, where it is, and what one does with it. */
export function PromptHead({ project, row, prompt }: PromptHeadProps) {
  const text = prompt?.texts.map((each) => each.text).join("\n\n") ?? "";
  return (
    <>
      <PageHead
        title={
          <>
            Prompt <span className="mono">{`${row.name}@${row.version}`}</span>
          </>
        }
        status={row.sighting ? <StatusBadge family="release" state={row.sighting.stage} /> : null}
        description={usageSentence(prompt) ?? row.sighting?.subject}
        actions={
          <>
            <span className="inline-flex items-center gap-1 text-meta text-neutral">
              Copy text
              <CopyButton text={text} what="prompt text" />
            </span>
            <Button asChild variant="primary" size="md">
              <Link href={`/${project}/releases/new`}>New release</Link>
            </Button>
          </>
        }
      />
      <FactsStrip facts={factsOf(row, prompt)} />
    </>
  );
}
