"use client";

import { ChevronDown, ChevronRight } from "lucide-react";
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { ChangeWord } from "@/components/diff/change-word.tsx";
import { isDifferent, refOf } from "@/components/lineage/lineage-words.ts";
import { PartFiles } from "@/components/lineage/part-files.tsx";
import { formatUtc, toDate } from "@/components/ui/format-time.ts";
import { Section } from "@/components/ui/section.tsx";
import { Segmented } from "@/components/ui/segmented.tsx";
import { Spoken } from "@/components/ui/spoken.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import type { Lineage, LineagePart } from "@/lib/contracts/requests.ts";

const parsers = {
  parts: parseAsStringLiteral(["all", "changed"]).withDefault("all"),
  open: parseAsArrayOf(parseAsString).withDefault([]),
};

/** dayOf is the day alone: "10 Apr 2026". */
function dayOf(at: string): string {
  const date = toDate(at);
  return date ? (formatUtc(date).split(",")[0] ?? "") : "unknown time";
}

type PartRowProps = { part: LineagePart; isOpen: boolean; onToggle: () => void };

function PartRow({ part, isOpen, onToggle }: PartRowProps) {
  const { sighting } = part;
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <>
      <TableRow tone={isDifferent(part) ? "bad" : "none"}>
        <TableCell className="whitespace-nowrap">
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={onToggle}
            className="inline-flex items-center gap-1.5 align-middle phone:min-h-11"
          >
            <Chevron aria-hidden className="size-3.5" />
            <Spoken
              seen={part.kind}
              spoken={`${part.kind}, ${refOf(part)}: ${isOpen ? "hide" : "show"} its content`}
            />
          </button>
        </TableCell>
        <TableCell className="mono whitespace-nowrap">{refOf(part)}</TableCell>
        <TableCell className="mono whitespace-nowrap text-neutral">
          <span title={part.digest}>{part.digest.slice(7, 17)}</span>
        </TableCell>
        <TableCell>
          <span className="mono block max-w-[30ch] truncate text-neutral" title={part.files[0]?.path}>
            {part.files[0]?.path ?? ""}
            {part.files.length > 1 ? ` and ${part.files.length - 1} more` : ""}
          </span>
        </TableCell>
        <TableCell className="mono" title={sighting?.commit}>
          {sighting?.commit.slice(0, 7) ?? ""}
        </TableCell>
        <TableCell className="whitespace-nowrap">
          {sighting ? (
            <>
              {sighting.authorName}, <time dateTime={sighting.authoredAt}>{dayOf(sighting.authoredAt)}</time>
            </>
          ) : (
            <span className="text-neutral">not seen in git</span>
          )}
        </TableCell>
        <TableCell className="whitespace-nowrap">
          {part.change ? (
            <ChangeWord change={part.change} />
          ) : (
            <span className="text-neutral">no comparison</span>
          )}
          {part.change === "changed" && part.comparedRef ? (
            <span className="mono ml-1.5 text-neutral">from {part.comparedRef}</span>
          ) : null}
        </TableCell>
      </TableRow>
      {isOpen ? (
        <tr>
          <td colSpan={7} className="border-hair border-b p-0">
            <PartFiles part={part} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

/** PartsTable: every part of the release that answered; the ones that differ lead, each opens to its content. */
export function PartsTable({ lineage }: { lineage: Lineage }) {
  const [{ parts: filter, open }, setState] = useQueryStates(parsers);
  const different = lineage.parts.filter(isDifferent);
  const same = lineage.parts.filter((part) => !isDifferent(part));
  const shown = filter === "changed" ? different : [...different, ...same];
  const toggle = (key: string) =>
    setState({ open: open.includes(key) ? open.filter((each) => each !== key) : [...open, key] });
  const options = [
    { value: "all", label: `All ${lineage.parts.length}` },
    { value: "changed", label: `Changed ${different.length}` },
  ] as const;
  return (
    <Section
      id="parts"
      title={`Parts of ${lineage.release?.id ?? "the release"}`}
      meta="commit is the last one that touched the file"
      actions={
        <Segmented
          options={options}
          value={filter}
          onChange={(parts) => setState({ parts })}
          label="Which parts"
        />
      }
    >
      <Table label="Parts">
        <TableHead>
          <tr>
            <TableHeader className="pl-8">Kind</TableHeader>
            <TableHeader>Version</TableHeader>
            <TableHeader>Digest</TableHeader>
            <TableHeader>File</TableHeader>
            <TableHeader>Commit</TableHeader>
            <TableHeader>By, when</TableHeader>
            <TableHeader>
              {lineage.comparedWith ? `vs ${lineage.comparedWith.releaseId}` : "Change"}
            </TableHeader>
          </tr>
        </TableHead>
        <TableBody>
          {shown.map((part) => (
            <PartRow
              key={part.key}
              part={part}
              isOpen={open.includes(part.key)}
              onToggle={() => toggle(part.key)}
            />
          ))}
        </TableBody>
      </Table>
      {shown.length === 0 ? <p className="text-neutral">No part differs.</p> : null}
    </Section>
  );
}
