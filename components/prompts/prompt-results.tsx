import { formatMeasured } from "@/components/evals/eval-run-table.tsx";
import { formatNumber, formatSigned } from "@/components/ui/format-number.ts";
import { Section } from "@/components/ui/section.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";
import type { promptEndpoints } from "@/lib/contracts/prompts.ts";

type PromptDetail = ResponseOf<typeof promptEndpoints.getPrompt>;
type PromptResultsProps = { prompt: PromptDetail; base: PromptDetail | null };

const MEASURES = [
  { label: "Quality", digits: 3, of: (run: Run) => run.summary.quality },
  { label: "Passed, %", digits: 1, of: (run: Run) => run.summary.passRate * 100 },
  { label: "Tokens, mean", digits: 1, of: (run: Run) => run.summary.tokensMean },
  { label: "p95, ms", digits: 0, of: (run: Run) => run.summary.latencyP95Ms },
] as const;
type Run = PromptDetail["evalRuns"][number];

function Measured({ prompt, base }: { prompt: PromptDetail; base: PromptDetail | null }) {
  const [run] = prompt.evalRuns;
  const [before] = base?.evalRuns ?? [];
  if (run === undefined) {
    return (
      <p className="rounded-md border px-4 py-3 text-neutral">
        No eval run has measured a release with this version.
      </p>
    );
  }
  return (
    <Table label="Newest eval runs">
      <TableHead>
        <tr>
          <TableHeader>Measure</TableHeader>
          <TableHeader isNumber>{base?.version ?? "Base"}</TableHeader>
          <TableHeader isNumber>{prompt.version}</TableHeader>
          <TableHeader isNumber>Change</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {MEASURES.map(({ label, digits, of }) => {
          const [was, is] = [before === undefined ? null : of(before), of(run)];
          return (
            <TableRow key={label}>
              <TableCell>{label}</TableCell>
              <TableCell isNumber>{formatMeasured(was, digits)}</TableCell>
              <TableCell isNumber>{formatMeasured(is, digits)}</TableCell>
              <TableCell isNumber>
                {was === null || is === null ? "–" : formatSigned(is - was, digits)}
              </TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}

/** PromptResults: the newest run of each version side by side, and what the manifest claims per golden set. */
export function PromptResults({ prompt, base }: PromptResultsProps) {
  return (
    <Section
      title="Measured"
      meta="newest run of each; whether they are comparable is said where they are compared"
    >
      <Measured prompt={prompt} base={base} />
      {prompt.results.length === 0 ? null : (
        <Table label="Golden sets by the manifest">
          <TableHead>
            <tr>
              <TableHeader>Golden set, by the manifest</TableHeader>
              <TableHeader>Numbers</TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {prompt.results.map((result) => (
              <TableRow key={result.goldenSet}>
                <TableCell>{result.goldenSet}</TableCell>
                <TableCell>
                  {result.numbers
                    .map(
                      ({ name, value }) => `${name} ${formatNumber(value, Number.isInteger(value) ? 0 : 3)}`,
                    )
                    .join(", ")}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Section>
  );
}
