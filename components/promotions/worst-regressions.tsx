"use client";

import Link from "next/link";
import { useState } from "react";
import { useShortcut } from "@/components/layout/use-shortcut.ts";
import { RegressionRow, type RunPair } from "@/components/promotions/regression-row.tsx";
import { stepFrom } from "@/components/promotions/shorten.ts";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Kbd } from "@/components/ui/kbd.tsx";
import { Section } from "@/components/ui/section.tsx";
import { SkeletonRows } from "@/components/ui/skeleton.tsx";
import { Table, TableBody, TableHead, TableHeader } from "@/components/ui/table.tsx";
import { type ComparedCaseRow, comparisonEndpoints } from "@/lib/contracts/comparisons.ts";

const SHOWN = 10;

function Rows({ rows, pair }: { rows: readonly ComparedCaseRow[]; pair: RunPair }) {
  const [openCase, setOpenCase] = useState<string | null>(null);
  const place = rows.findIndex((row) => row.caseId === openCase);
  const step = (by: 1 | -1) => setOpenCase(rows[stepFrom(place, by, rows.length)]?.caseId ?? null);
  useShortcut({ keys: "j", label: "Next regression", onPress: () => step(1) });
  useShortcut({ keys: "k", label: "Previous regression", onPress: () => step(-1) });
  return (
    <Table label="Worst regressions">
      <TableHead>
        <tr>
          <TableHeader>Case</TableHeader>
          <TableHeader isNumber>Score, control → candidate</TableHeader>
          <TableHeader isNumber>Difference</TableHeader>
          <TableHeader>Result</TableHeader>
        </tr>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <RegressionRow
            key={row.caseId}
            row={row}
            pair={pair}
            isOpen={row.caseId === openCase}
            onToggle={() => setOpenCase(row.caseId === openCase ? null : row.caseId)}
          />
        ))}
      </TableBody>
    </Table>
  );
}

/** Regressions of two runs that both exist; where they are not comparable, the sentence why not. */
function Regressions({ pair }: { pair: RunPair }) {
  const { project, control, candidate } = pair;
  const answer = useEndpoint(comparisonEndpoints.listComparedCases, {
    params: { project },
    query: { control: String(control), candidate: String(candidate), show: "regressions", limit: SHOWN },
  });
  const rows = answer.data?.items ?? [];
  const total = answer.data?.total ?? 0;
  const href = `/${project}/evals/compare?control=${control}&candidate=${candidate}`;
  const meta = total === 0 ? "run against run" : `${rows.length} of ${total}, score control → candidate`;
  return (
    <Section
      title="Worst regressions"
      meta={meta}
      id="regressions"
      actions={
        <span className="inline-flex items-center gap-3 text-meta">
          {rows.length > 0 ? (
            <span className="text-neutral phone:hidden">
              <Kbd>j</Kbd> <Kbd>k</Kbd> next, previous
            </span>
          ) : null}
          <Link href={href} className="underline hover:no-underline">
            Compare all cases
          </Link>
        </span>
      }
    >
      {answer.error?.code === "wrong-state" ? (
        <p className="rounded-md border px-4 py-3">{answer.error.detail}</p>
      ) : (
        <ProblemCard error={answer.error} />
      )}
      {answer.isPending ? <SkeletonRows count={4} /> : null}
      {answer.data !== undefined && rows.length === 0 ? (
        <p className="rounded-md border px-4 py-3 text-neutral">No case got worse.</p>
      ) : null}
      {rows.length > 0 ? <Rows rows={rows} pair={pair} /> : null}
    </Section>
  );
}

type WorstRegressionsProps = {
  project: string;
  evidence: readonly { role: "candidate" | "control"; number: number }[];
};

/** WorstRegressions: the cases that got worst, each opened in place to both answers and the judge's reason. */
export function WorstRegressions({ project, evidence }: WorstRegressionsProps) {
  const numberOf = (role: "candidate" | "control") => evidence.find((run) => run.role === role)?.number;
  const [control, candidate] = [numberOf("control"), numberOf("candidate")];
  if (control !== undefined && candidate !== undefined)
    return <Regressions pair={{ project, control, candidate }} />;
  return (
    <Section title="Worst regressions" id="regressions">
      <p className="rounded-md border px-4 py-3 text-neutral">
        {candidate === undefined
          ? "There is no pinned eval run of the candidate, so no case can be compared."
          : "There is no pinned eval run of the release it replaces, so no case can be compared."}
      </p>
    </Section>
  );
}
