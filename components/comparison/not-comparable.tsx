import { Callout } from "@/components/ui/callout.tsx";
import { CommandLine } from "@/components/ui/command-line.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import type { NotComparableRuns } from "@/lib/contracts/comparisons.ts";

/** NotComparable: which part of the evidence keys differs, both keys, and how the runs become comparable. No number of either. */
export function NotComparable({ answer }: { answer: NotComparableRuns }) {
  return (
    <>
      <Callout role="warn" title={`Not comparable: ${answer.differing.join(", ")}`}>
        A difference between these runs would say as much about what measured them as about the releases, so
        none is shown. No gate takes one of them as the other's base.
      </Callout>
      {answer.command === null ? null : (
        <Section title="Measure the base again under the candidate's instruments">
          <CommandLine command={answer.command} />
        </Section>
      )}
      {answer.keys.length === 0 ? null : (
        <Section title="Evidence keys">
          <Table label="Evidence keys, side by side">
            <TableHead>
              <tr>
                <TableHeader>Part</TableHeader>
                <TableHeader>{`Run ${answer.control.number}`}</TableHeader>
                <TableHeader>{`Run ${answer.candidate.number}`}</TableHeader>
                <TableHeader>Same</TableHeader>
              </tr>
            </TableHead>
            <TableBody>
              {answer.keys.map((row) => (
                <TableRow key={row.key} tone={row.isSame ? "none" : "warn"}>
                  <TableCell className="mono">{row.key}</TableCell>
                  <TableCell className="mono max-w-[32ch] truncate" title={row.control}>
                    {row.control}
                  </TableCell>
                  <TableCell className="mono max-w-[32ch] truncate" title={row.candidate}>
                    {row.candidate}
                  </TableCell>
                  <TableCell>{row.isSame ? "same" : "differs"}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Section>
      )}
    </>
  );
}
