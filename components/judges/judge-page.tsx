"use client";

import Link from "next/link";
import { CalibrationTable } from "@/components/judges/calibration-table.tsx";
import { JudgeRecords } from "@/components/judges/judge-records.tsx";
import { LabelPanel } from "@/components/judges/label-panel.tsx";
import { LicenceDialog } from "@/components/judges/licence-dialog.tsx";
import { Page } from "@/components/layout/page.tsx";
import { ProblemCard } from "@/components/shell/problem-card.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { type Fact, FactsStrip } from "@/components/ui/facts-strip.tsx";
import { IdText } from "@/components/ui/id-text.tsx";
import { PageHead } from "@/components/ui/page-head.tsx";
import { Section } from "@/components/ui/section.tsx";
import { type JudgeDetail, judgeEndpoints } from "@/lib/contracts/judges.ts";
import { licenceWord } from "@/lib/domain/judges/licence.ts";

type JudgePageProps = {
  project: string;
  initial: JudgeDetail;
  refusals: { label: string | null; license: string | null };
};

function factsOf(project: string, judge: JudgeDetail): Fact[] {
  const { licence } = judge;
  const isHeldBack = licence.effective !== licence.granted;
  const file = `/${project}/artifacts/judge/${encodeURIComponent(judge.name)}?version=${encodeURIComponent(judge.version)}`;
  return [
    {
      label: "Licence",
      value: licenceWord(licence.effective),
      qualifier: isHeldBack ? `granted ${licenceWord(licence.granted)}, held back by its labels` : undefined,
    },
    { label: "Earned by its labels", value: licenceWord(licence.earned) },
    { label: "Digest", value: <IdText id={judge.digest} what="digest" canCopy /> },
    {
      label: "Rubric",
      value: (
        <Link href={file} className="hover:underline">
          file and history
        </Link>
      ),
    },
  ];
}

function Versions({ project, judge }: { project: string; judge: JudgeDetail }) {
  return (
    <nav aria-label="Versions" className="flex flex-wrap gap-x-4 gap-y-1 text-meta">
      {judge.versions.map((version) => (
        <Link
          key={version}
          href={`/${project}/judges/${encodeURIComponent(judge.name)}?version=${encodeURIComponent(version)}`}
          aria-current={version === judge.version ? "page" : undefined}
          className={version === judge.version ? "mono font-semibold" : "mono text-neutral hover:underline"}
        >
          {`${judge.name}@${version}`}
        </Link>
      ))}
    </nav>
  );
}

/** JudgePage: what a judge's version may trigger, the record that this rests on, and the place to label its answers. */
export function JudgePage({ project, initial, refusals }: JudgePageProps) {
  const { name, version } = initial;
  const answer = useEndpoint(
    judgeEndpoints.getJudge,
    { params: { project, name }, query: { version } },
    { initialData: initial },
  );
  const judge = answer.data ?? initial;
  const { licence } = judge;
  return (
    <Page>
      <PageHead
        title={
          <>
            Judge <span className="mono">{`${name}@${version}`}</span>
          </>
        }
        description="What its numbers may trigger: the lower of what a reviewer granted and what its labels earn."
        actions={<LicenceDialog project={project} judge={judge} refusal={refusals.license} />}
      />
      <ProblemCard error={answer.error} />
      <FactsStrip facts={factsOf(project, judge)} />
      <Versions project={project} judge={judge} />
      <Section
        title="Calibration"
        meta={
          licence.missing.length > 0
            ? `for the next licence: ${licence.missing.join("; ")}`
            : "enough for every licence"
        }
      >
        <CalibrationTable calibration={licence.calibration} />
      </Section>
      <LabelPanel project={project} name={name} version={version} refusal={refusals.label} />
      <JudgeRecords project={project} judge={judge} />
    </Page>
  );
}
