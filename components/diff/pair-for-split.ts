import type { DiffLine } from "@/components/diff/prepare-text-diff.ts";

export type SplitRow = { id: string; left: DiffLine | null; right: DiffLine | null };

function row(left: DiffLine | null, right: DiffLine | null): SplitRow {
  return { id: `${left?.oldNumber ?? "-"}:${right?.newNumber ?? "-"}`, left, right };
}

/** pairForSplit puts removed lines beside the added lines that follow them; a missing partner is null. */
export function pairForSplit(lines: readonly DiffLine[]): SplitRow[] {
  const rows: SplitRow[] = [];
  let removed: DiffLine[] = [];
  const flush = () => {
    for (const line of removed) rows.push(row(line, null));
    removed = [];
  };
  for (const line of lines) {
    if (line.kind === "removed") removed.push(line);
    else if (line.kind === "added") rows.push(row(removed.shift() ?? null, line));
    else {
      flush();
      rows.push(row(line, line));
    }
  }
  flush();
  return rows;
}
