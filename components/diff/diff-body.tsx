"use client";

import { useState } from "react";
import { LineNumber, LineText } from "@/components/diff/diff-line.tsx";
import { pairForSplit } from "@/components/diff/pair-for-split.ts";
import type { DiffBlock, DiffLine } from "@/components/diff/prepare-text-diff.ts";
import { Spoken } from "@/components/ui/spoken.tsx";

export type DiffLayout = "unified" | "split";

function lineKey(line: DiffLine): string {
  return `${line.oldNumber ?? "-"}:${line.newNumber ?? "-"}`;
}

function UnifiedRows({ lines }: { lines: readonly DiffLine[] }) {
  return lines.map((line) => (
    <tr key={lineKey(line)}>
      <LineNumber value={line.oldNumber} kind={line.kind} />
      <LineNumber value={line.newNumber} kind={line.kind} />
      <LineText line={line} />
    </tr>
  ));
}

function SplitSide({ line, number }: { line: DiffLine | null; number: number | null }) {
  if (!line) {
    return (
      <>
        <LineNumber value={null} kind="none" />
        <td colSpan={2} className="bg-surface" />
      </>
    );
  }
  return (
    <>
      <LineNumber value={number} kind={line.kind} />
      <LineText line={line} />
    </>
  );
}

function SplitRows({ lines }: { lines: readonly DiffLine[] }) {
  return pairForSplit(lines).map((row) => (
    <tr key={row.id}>
      <SplitSide line={row.left} number={row.left?.oldNumber ?? null} />
      <SplitSide line={row.right} number={row.right?.newNumber ?? null} />
    </tr>
  ));
}

type BlockProps = { block: DiffBlock; layout: DiffLayout };

/** DiffBlockRows: changed lines with their context, or a fold that opens in place. */
export function DiffBlockRows({ block, layout }: BlockProps) {
  const [isOpen, setIsOpen] = useState(block.kind === "lines");
  if (isOpen)
    return layout === "split" ? <SplitRows lines={block.lines} /> : <UnifiedRows lines={block.lines} />;
  return (
    <tr>
      <td colSpan={layout === "split" ? 6 : 4} className="bg-surface p-0">
        <button
          type="button"
          onClick={() => setIsOpen(true)}
          className="w-full px-3 py-1 text-left font-sans text-meta text-neutral hover:text-fg phone:min-h-11"
        >
          <Spoken
            seen={`${block.lines.length} unchanged lines`}
            spoken={`${block.lines.length} unchanged lines, show`}
          />
        </button>
      </td>
    </tr>
  );
}
