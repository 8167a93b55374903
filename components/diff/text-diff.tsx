"use client";

import { type ReactNode, useMemo, useState } from "react";
import { DiffBlockRows, type DiffLayout } from "@/components/diff/diff-body.tsx";
import { type TextDiff as Prepared, prepareTextDiff } from "@/components/diff/prepare-text-diff.ts";
import { useIsWide } from "@/components/diff/use-is-wide.ts";
import { cn } from "@/components/ui/cn.ts";
import { Segmented } from "@/components/ui/segmented.tsx";

type TextDiffProps = {
  before: string;
  after: string;
  /** What is compared, in words for the heading: the path, or "support@2.8". */
  beforeLabel: ReactNode;
  afterLabel: ReactNode;
  /** Without its own border, inside a table row. */
  isFlush?: boolean;
  className?: string;
};

const LAYOUTS = [
  { value: "unified", label: "Unified" },
  { value: "split", label: "Split" },
] as const;

function summaryOf(diff: Prepared): string {
  if (diff.isIdentical) return "The texts are the same";
  const counts = `+${diff.addedCount} \u2212${diff.removedCount} lines`;
  return diff.isWhitespaceOnly ? `Only whitespace differs, ${counts}` : counts;
}

/** TextDiff: unified, or side by side where there is room; the reader's choice wins over the width. */
export function TextDiff({ before, after, beforeLabel, afterLabel, isFlush, className }: TextDiffProps) {
  const diff = useMemo(() => prepareTextDiff(before, after), [before, after]);
  const isWide = useIsWide();
  const [chosen, setChosen] = useState<DiffLayout | null>(null);
  const layout: DiffLayout = isWide ? (chosen ?? "unified") : "unified";
  return (
    <div className={cn("min-w-0 overflow-hidden bg-bg", !isFlush && "rounded-md border", className)}>
      <div className="flex min-h-8 flex-wrap items-center justify-between gap-x-4 border-hair border-b bg-surface px-3 py-1 text-meta text-neutral">
        <span className="min-w-0 truncate">
          <span className="mono">{beforeLabel}</span> → <span className="mono text-fg">{afterLabel}</span>
          <span className="ml-3">{summaryOf(diff)}</span>
        </span>
        {isWide ? (
          <Segmented options={LAYOUTS} value={layout} onChange={setChosen} label="Diff layout" />
        ) : null}
      </div>
      <div className="overflow-x-auto">
        <table className={cn("mono w-full border-collapse leading-5", layout === "split" && "table-fixed")}>
          <caption className="sr-only">Differences, line by line</caption>
          {layout === "split" ? (
            <colgroup>
              <col className="w-10" />
              <col className="w-4" />
              <col />
              <col className="w-10" />
              <col className="w-4" />
              <col />
            </colgroup>
          ) : null}
          <tbody>
            {diff.blocks.map((block) => (
              <DiffBlockRows
                key={`${block.lines[0]?.oldNumber ?? "-"}:${block.lines[0]?.newNumber ?? "-"}`}
                block={block}
                layout={layout}
              />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}
