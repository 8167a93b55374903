"use client";

import Link from "next/link";
import { EnvironmentBadge } from "@/components/environments/environment-badge.tsx";
import { EnvironmentFacts } from "@/components/environments/environment-facts.tsx";
import { rolloutWords } from "@/components/environments/rollout-words.ts";
import { stateOf } from "@/components/environments/served.ts";
import { ShareWords } from "@/components/environments/share-words.tsx";
import { Card, CardFooter, CardHeader, CardTitle } from "@/components/ui/card.tsx";
import { formatNumber } from "@/components/ui/format-number.ts";
import { useNow } from "@/components/ui/use-now.ts";
import type { EnvironmentDetail } from "@/lib/contracts/environments.ts";

type EnvironmentCardProps = { project: string; environment: EnvironmentDetail; isSolid?: boolean };

function Rate({ perMinute }: { perMinute: number | null }) {
  if (perMinute === null) return <span className="text-neutral">no requests recorded yet</span>;
  return (
    <span>
      <b>{formatNumber(perMinute, perMinute > 0 && perMinute < 10 ? 1 : 0)}</b>
      <span className="text-neutral"> requests a minute, last 5 min</span>
    </span>
  );
}

/** EnvironmentCard: is git what runs, and how much of the traffic gets what. */
export function EnvironmentCard({ project, environment, isSolid }: EnvironmentCardProps) {
  const now = useNow();
  const state = stateOf(environment);
  const needsPerson = state === "reconciling" || state === "drift";
  const base = `/${project}/environments/${environment.name}`;
  return (
    <Card emphasis={needsPerson ? "warn" : "none"} className="flex flex-col gap-3">
      <CardHeader>
        <CardTitle>
          <Link href={base} className="hover:underline">
            {environment.name}
          </Link>
        </CardTitle>
        <EnvironmentBadge environment={environment} isSolid={isSolid} />
      </CardHeader>
      <EnvironmentFacts project={project} environment={environment} />
      {environment.served ? <ShareWords served={environment.served} /> : null}
      {environment.rollout ? (
        <p className="text-meta text-neutral">{rolloutWords(environment.rollout, now)}</p>
      ) : null}
      <CardFooter className="mt-auto justify-between">
        <Rate perMinute={environment.requestsPerMinute} />
        <Link
          href={`${base}/rollback`}
          className="text-active hover:underline phone:inline-flex phone:min-h-11 phone:items-center"
        >
          Roll back<span className="sr-only"> {environment.name}</span>
        </Link>
      </CardFooter>
    </Card>
  );
}
