import Link from "next/link";
import { judgeHref } from "@/components/comparison/judge-href.ts";
import { type Fact, FactsStrip } from "@/components/ui/facts-strip.tsx";
import { IdText } from "@/components/ui/id-text.tsx";
import type { ComparedRun, Comparison } from "@/lib/contracts/comparisons.ts";
import { licenceWord } from "@/lib/domain/judges/licence.ts";

function runFact(project: string, label: string, run: ComparedRun): Fact {
  const sender = `${run.caseCount} cases, sent by ${run.sentByName}${run.selfReported ? ", self-reported" : ""}`;
  const unpinned = run.unpinnedReasons.length > 0 ? `, unpinned: ${run.unpinnedReasons.join(", ")}` : "";
  return {
    label,
    value: (
      <>
        <Link
          href={`/${project}/evals/${run.number}`}
          className="hover:underline"
        >{`run ${run.number}`}</Link>
        {run.releaseId === null ? ", no release" : " of "}
        {run.releaseId === null ? null : (
          <IdText id={run.releaseId} what="release id" href={`/${project}/releases/${run.releaseId}`} />
        )}
      </>
    ),
    qualifier: `${run.underReleaseId === null ? "" : `under ${run.underReleaseId}'s instruments, `}${sender}${unpinned}`,
  };
}

function judgeFact(project: string, run: ComparedRun): Fact {
  const [judge] = run.judges;
  if (judge === undefined) return { label: "Judge", value: "none in the release" };
  const others = run.judges.length > 1 ? `, and ${run.judges.length - 1} more` : "";
  const ref = `${judge.name}@${judge.version}`;
  return {
    label: "Judge",
    value: (
      <Link href={judgeHref(project, ref)} className="mono hover:underline">
        {ref}
      </Link>
    ),
    qualifier: `${licenceWord(judge.licence.effective)}, ${judge.licence.calibration.n} labels${others}`,
  };
}

/** ComparedFacts: which runs of which releases, who sent them, and the judge with what it may trigger. */
export function ComparedFacts({ project, answer }: { project: string; answer: Comparison }) {
  const { control, candidate } = answer;
  const facts = [
    runFact(project, "Control", control),
    runFact(project, "Candidate", candidate),
    judgeFact(project, candidate),
  ];
  return <FactsStrip facts={facts} />;
}
