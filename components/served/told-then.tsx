import Link from "next/link";
import type { ReactNode } from "react";
import { Actor } from "@/components/audit/actor.tsx";
import { releaseLink } from "@/components/environments/environment-facts.tsx";
import { ShareWords } from "@/components/environments/share-words.tsx";
import { Card } from "@/components/ui/card.tsx";
import { AbsoluteTime } from "@/components/ui/relative-time.tsx";
import type { AllocationThen } from "@/lib/contracts/traffic.ts";

type ToldThenProps = {
  project: string;
  environment: string;
  allocation: AllocationThen;
  /** Why the viewer may not read who it was; null where they may. */
  auditRefusal: string | null;
};

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 gap-x-3">
      <dt className="w-28 shrink-0 text-neutral">{label}</dt>
      <dd className="min-w-0 flex-1">{children}</dd>
    </div>
  );
}

function Cause({ project, allocation }: Pick<ToldThenProps, "project" | "allocation">) {
  const words = allocation.cause.replaceAll("_", " ");
  if (allocation.rolloutNumber === null) return words;
  return (
    <>
      {words},{" "}
      <Link href={`/${project}/rollouts/${allocation.rolloutNumber}`} className="underline">
        rollout {allocation.rolloutNumber}
      </Link>
    </>
  );
}

function Who({ project, environment, allocation, auditRefusal }: ToldThenProps) {
  const { by, since } = allocation;
  if (by === null) {
    return (
      <span className="text-neutral">
        {auditRefusal === null ? "not in the audit log" : "in the audit log, which your roles may not read"}
      </span>
    );
  }
  const minute = Math.floor(Date.parse(since) / 60_000) * 60_000;
  const [from, to] = [minute, minute + 60_000].map((time) => new Date(time).toISOString());
  const query = new URLSearchParams({ environment, from: from ?? "", to: to ?? "" });
  return (
    <span className="flex flex-wrap items-center gap-x-3">
      <Actor {...by} />
      <Link href={`/${project}/audit?${query}`} className="underline">
        audit log
      </Link>
    </span>
  );
}

/** ToldThen: the allocation that was in force, since and until when, and who made it why. */
export function ToldThen(props: ToldThenProps) {
  const { project, allocation } = props;
  const { control, candidate, since, until, by, version } = allocation;
  return (
    <Card className="flex flex-col gap-3">
      <ShareWords served={allocation} />
      <dl className="flex flex-col gap-1">
        <Row label="Control">
          {control ? releaseLink(project, control) : <span className="text-neutral">none</span>}
        </Row>
        <Row label="Candidate">
          {candidate ? releaseLink(project, candidate) : <span className="text-neutral">none</span>}
        </Row>
        <Row label="In force since">
          <AbsoluteTime at={since} />
        </Row>
        <Row label="Until">{until ? <AbsoluteTime at={until} /> : "now, still in force"}</Row>
        <Row label="Cause">
          <Cause {...props} />
          <span className="text-neutral">, allocation {version}</span>
        </Row>
        <Row label="By">
          <Who {...props} />
        </Row>
        {by?.reason ? <Row label="Reason">“{by.reason}”</Row> : null}
      </dl>
    </Card>
  );
}
