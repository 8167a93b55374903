"use client";

import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { useId } from "react";
import { ChangeWord } from "@/components/diff/change-word.tsx";
import { useEndpoint } from "@/components/shell/use-endpoint.ts";
import { Card } from "@/components/ui/card.tsx";
import { Label } from "@/components/ui/field.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Select } from "@/components/ui/select.tsx";
import { type PartDiffResponse, releaseEndpoints } from "@/lib/contracts/releases.ts";

type RollbackMoveProps = {
  project: string;
  from: string;
  since: string | null;
  to: string;
  choices: readonly string[];
  lastKnownGood: string | null;
  onChoose: (releaseId: string) => void;
};

const SHOWN = 3;

function versionOf(part: PartDiffResponse["base"]): string {
  return part === null ? "none" : `${part.name}@${part.version}`;
}

function PartLine({ part }: { part: PartDiffResponse }) {
  return (
    <li className="flex min-w-0 flex-wrap items-center gap-x-3 border-hair border-t px-4 py-1.5 text-meta">
      <ChangeWord change={part.change} />
      <span className="text-neutral">{part.kind}</span>
      <span className="mono ml-auto min-w-0 break-words text-right">
        {versionOf(part.base)} → {versionOf(part.candidate)}
      </span>
    </li>
  );
}

function Difference({ project, from, to }: Pick<RollbackMoveProps, "project" | "from" | "to">) {
  const diff = useEndpoint(releaseEndpoints.diffReleases, {
    params: { project, releaseId: to, otherId: from },
  });
  const isCurrent = diff.data?.base === from && diff.data.candidate === to;
  if (diff.error)
    return <p className="border-hair border-t px-4 py-1.5 text-meta text-neutral">{diff.error.detail}</p>;
  if (!diff.data || !isCurrent)
    return <p className="border-hair border-t px-4 py-1.5 text-meta text-neutral">Comparing the parts</p>;
  const changed = diff.data.parts.filter((part) => part.change !== "same");
  const rest = changed.length - SHOWN;
  return (
    <>
      <ul>
        {changed.slice(0, SHOWN).map((part) => (
          <PartLine key={part.key} part={part} />
        ))}
      </ul>
      <p className="border-hair border-t px-4 py-1.5 text-meta text-neutral">
        {`${changed.length} of ${diff.data.parts.length} parts ${changed.length === 1 ? "differs" : "differ"}`}
        {rest > 0 ? `, ${rest} more not shown here` : ""}.{" "}
        <Link href={`/${project}/releases/${to}?against=${from}`} className="text-active underline">
          Full difference
        </Link>
      </p>
    </>
  );
}

/** RollbackMove: from what, to what, and which parts that changes; another target may be chosen. */
export function RollbackMove(props: RollbackMoveProps) {
  const { project, from, since, to, choices, lastKnownGood, onChoose } = props;
  const id = useId();
  return (
    <Card isFlush>
      <div className="grid grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] items-center gap-3 px-4 py-2.5">
        <div className="min-w-0">
          <p className="text-meta text-neutral">
            Serving{since ? " since " : null}
            {since ? <RelativeTime at={since} /> : null}
          </p>
          <p className="mono truncate">{from}</p>
        </div>
        <ArrowRight aria-label="to" className="size-4 text-neutral" />
        <div className="min-w-0">
          <Label htmlFor={id}>{to === lastKnownGood ? "Last known good" : "Go back to"}</Label>
          {choices.length > 1 ? (
            <Select id={id} value={to} onChange={(event) => onChoose(event.target.value)} className="mono">
              {choices.map((choice) => (
                <option key={choice} value={choice}>
                  {choice}
                </option>
              ))}
            </Select>
          ) : (
            <output id={id} className="mono block truncate">
              {to}
            </output>
          )}
        </div>
      </div>
      <Difference project={project} from={from} to={to} />
    </Card>
  );
}
