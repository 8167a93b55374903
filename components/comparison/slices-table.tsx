import { evidenceWord, intervalText } from "@/components/comparison/difference-text.ts";
import { formatNumber, formatSigned } from "@/components/ui/format-number.ts";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import type { ComparableRuns } from "@/lib/contracts/comparisons.ts";

type SlicesTableProps = { slices: ComparableRuns["slices"]; onPick: (tag: string) => void };

/** SlicesTable: the same numbers for each tag, the worst slice first; a tag chooses its cases. */
export function SlicesTable({ slices, onPick }: SlicesTableProps) {
  return (
    <Table label="Slices by tag">
      <TableHead>
        <tr>
          <TableHeader>Tag</TableHeader>
          <TableHeader isNumber>Cases</TableHeader>
          <TableHeader isNumber>Score</TableHeader>
          <TableHeader isNumber>95 % interval</TableHeader>
          <TableHeader isNumber>Passed, pp</TableHeader>
          <TableHeader isNumber>95 % interval</TableHeader>
          <TableHeader isNumber>Tokens, %</TableHeader>
          <TableHeader>Evidence</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {slices.map(({ tag, isSmall, numbers: { pairCount, score, passRate, tokens } }) => (
          <TableRow key={tag}>
            <TableCell className="max-w-[32ch]">
              <button
                type="button"
                onClick={() => onPick(tag)}
                className="max-w-full truncate text-left hover:underline phone:min-h-11"
                title={`Show the cases of ${tag}`}
              >
                {tag}
              </button>
            </TableCell>
            <TableCell isNumber>{formatNumber(pairCount)}</TableCell>
            <TableCell isNumber>{score === null ? "–" : formatSigned(score.difference, 3)}</TableCell>
            <TableCell isNumber className="whitespace-nowrap">
              {intervalText(score?.interval ?? null, 3)}
            </TableCell>
            <TableCell isNumber>
              {passRate === null ? "–" : formatSigned(passRate.difference * 100, 1)}
            </TableCell>
            <TableCell isNumber className="whitespace-nowrap">
              {intervalText(passRate?.interval ?? null, 1, 100)}
            </TableCell>
            <TableCell isNumber>
              {tokens?.relative ? formatSigned(tokens.relative.change * 100, 1) : "–"}
            </TableCell>
            <TableCell className="whitespace-nowrap">
              {evidenceWord(score?.interval ?? null)}
              {isSmall ? ", few cases" : ""}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
