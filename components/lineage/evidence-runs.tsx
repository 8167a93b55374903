import Link from "next/link";
import type { Lineage } from "@/lib/contracts/requests.ts";

type EvidenceRun = Lineage["evidence"][number];

/** What people ask for first leads: the golden set and the judge. */
const FIRST = ["golden_set", "judge"];

function orderOf({ key }: { key: string }): number {
  const index = FIRST.findIndex((kind) => key === kind || key.startsWith(`${kind}/`));
  return index < 0 ? FIRST.length : index;
}

function Instruments({ run }: { run: EvidenceRun }) {
  if (run.instruments.length === 0) return <>, with no golden set or judge of a release</>;
  const ordered = run.instruments.toSorted((left, right) => orderOf(left) - orderOf(right));
  return (
    <>
      , measured with{" "}
      {ordered.map(({ key, ref, digest }, index) => (
        <span key={key}>
          {index > 0 ? ", " : null}
          {key.replaceAll("_", " ")}{" "}
          <span className="mono" title={digest}>
            {ref}
          </span>
        </span>
      ))}
    </>
  );
}

/** EvidenceRuns: each eval run that the gate judged, with the golden set and the judge that it was made with. */
export function EvidenceRuns({ project, evidence }: { project: string; evidence: readonly EvidenceRun[] }) {
  return (
    <ul className="flex flex-col gap-1">
      {evidence.map((run) => (
        <li key={run.number}>
          <Link href={`/${project}/evals/${run.number}`} className="text-active underline">
            Eval run {run.number}
          </Link>
          {run.releaseId ? (
            <>
              {" of "}
              <span className="mono">{run.releaseId}</span>
            </>
          ) : null}
          , {run.caseCount.toLocaleString("en")} {run.caseCount === 1 ? "case" : "cases"}
          <Instruments run={run} />
          <span className="text-neutral">
            {" "}
            ({run.tool || "unnamed tool"}, sent by {run.sentByName}
            {run.selfReported ? ", self-reported" : ""})
          </span>
        </li>
      ))}
    </ul>
  );
}
