import { IdText } from "@/components/ui/id-text.tsx";
import { AbsoluteTime } from "@/components/ui/relative-time.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";
import type { promptEndpoints } from "@/lib/contracts/prompts.ts";

type PromptDetail = ResponseOf<typeof promptEndpoints.getPrompt>;

/** PromptUsage: the releases made of this version, and when environments served them. */
export function PromptUsage({ project, prompt }: { project: string; prompt: PromptDetail }) {
  const { usedBy, served } = prompt;
  return (
    <>
      <Section title="Releases" meta={`${usedBy.length} made of this version, newest first`}>
        {usedBy.length === 0 ? (
          <p className="rounded-md border px-4 py-3 text-neutral">
            No release is made of this version. Compose one to see its evals, cost and environments here.
          </p>
        ) : (
          <ul className="flex flex-wrap gap-x-4 gap-y-1 rounded-md border px-4 py-3">
            {usedBy.map((id) => (
              <li key={id}>
                <IdText id={id} what="release id" href={`/${project}/releases/${id}`} />
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title="Served" meta="what gateways were told, newest first">
        {served.length === 0 ? (
          <p className="rounded-md border px-4 py-3 text-neutral">No environment has served this version.</p>
        ) : (
          <Table label="Served">
            <TableHead>
              <tr>
                <TableHeader>Environment</TableHeader>
                <TableHeader>Release</TableHeader>
                <TableHeader>From</TableHeader>
                <TableHeader>Until</TableHeader>
                <TableHeader>Cause</TableHeader>
              </tr>
            </TableHead>
            <TableBody>
              {served.map((period) => (
                <TableRow key={`${period.environment} ${period.releaseId} ${period.from}`}>
                  <TableCell>{period.environment}</TableCell>
                  <TableCell>
                    <IdText id={period.releaseId} href={`/${project}/releases/${period.releaseId}`} />
                  </TableCell>
                  <TableCell className="whitespace-nowrap">
                    <AbsoluteTime at={period.from} />
                  </TableCell>
                  <TableCell className="whitespace-nowrap">
                    {period.until === null ? "now" : <AbsoluteTime at={period.until} />}
                  </TableCell>
                  <TableCell className="whitespace-nowrap text-neutral">{period.cause}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        )}
      </Section>
    </>
  );
}
