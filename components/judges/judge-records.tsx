import Link from "next/link";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Section } from "@/components/ui/section.tsx";
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from "@/components/ui/table.tsx";
import type { JudgeDetail } from "@/lib/contracts/judges.ts";
import { licenceWord } from "@/lib/domain/judges/licence.ts";

function word(passed: boolean): string {
  return passed ? "good" : "bad";
}

function Grants({ grants }: { grants: JudgeDetail["grants"] }) {
  return (
    <Section title="Licences granted" meta={String(grants.length)}>
      {grants.length === 0 ? (
        <p className="text-neutral">None: a new version starts at report only.</p>
      ) : (
        <Table label="Licences granted, newest first">
          <TableHead>
            <tr>
              <TableHeader>Licence</TableHeader>
              <TableHeader>Reason</TableHeader>
              <TableHeader>By</TableHeader>
              <TableHeader isNumber>When</TableHeader>
            </tr>
          </TableHead>
          <TableBody>
            {grants.map((grant) => (
              <TableRow key={grant.createdAt + grant.level}>
                <TableCell className="whitespace-nowrap">{licenceWord(grant.level)}</TableCell>
                <TableCell className="[overflow-wrap:anywhere]">{grant.reason}</TableCell>
                <TableCell className="whitespace-nowrap">{grant.grantedByName}</TableCell>
                <TableCell isNumber className="whitespace-nowrap text-neutral">
                  <RelativeTime at={grant.createdAt} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      )}
    </Section>
  );
}

function Labels({ project, labels }: { project: string; labels: JudgeDetail["labels"] }) {
  if (labels.length === 0) return null;
  return (
    <Section title="Labels" meta="newest first; of each person and answer the newest counts">
      <Table label="Labels">
        <TableHead>
          <tr>
            <TableHeader>Case</TableHeader>
            <TableHeader>Run</TableHeader>
            <TableHeader>Person says</TableHeader>
            <TableHeader>Judge says</TableHeader>
            <TableHeader>Comment</TableHeader>
            <TableHeader>By</TableHeader>
            <TableHeader isNumber>When</TableHeader>
          </tr>
        </TableHead>
        <TableBody>
          {labels.map((label) => (
            <TableRow
              key={`${label.runNumber} ${label.position} ${label.labelledByName} ${label.createdAt}`}
              tone={label.passed === label.judgePassed ? "none" : "warn"}
            >
              <TableCell className="max-w-[32ch] truncate" title={label.caseId}>
                {label.caseId}
              </TableCell>
              <TableCell>
                <Link href={`/${project}/evals/${label.runNumber}`} className="hover:underline">
                  {label.runNumber}
                </Link>
              </TableCell>
              <TableCell>{word(label.passed)}</TableCell>
              <TableCell className="whitespace-nowrap">
                {word(label.judgePassed)}
                {label.passed === label.judgePassed ? "" : ", differs"}
              </TableCell>
              <TableCell className="[overflow-wrap:anywhere]">{label.comment}</TableCell>
              <TableCell className="whitespace-nowrap">{label.labelledByName}</TableCell>
              <TableCell isNumber className="whitespace-nowrap text-neutral">
                <RelativeTime at={label.createdAt} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Section>
  );
}

/** JudgeRecords: who granted what and why, and who labelled what; nothing of it is ever changed. */
export function JudgeRecords({ project, judge }: { project: string; judge: JudgeDetail }) {
  return (
    <>
      <Grants grants={judge.grants} />
      <Labels project={project} labels={judge.labels} />
    </>
  );
}
