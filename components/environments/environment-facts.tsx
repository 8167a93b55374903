"use client";

import type { ReactNode } from "react";
import { servedBy, servedSince } from "@/components/environments/served.ts";
import { Glyph } from "@/components/status/glyph.tsx";
import { IdText } from "@/components/ui/id-text.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import type { EnvironmentDetail } from "@/lib/contracts/environments.ts";

type EnvironmentFactsProps = { project: string; environment: EnvironmentDetail };

/** releaseLink is a release's id as a link to its page. */
export function releaseLink(project: string, id: string): ReactNode {
  return <IdText id={id} href={`/${project}/releases/${id}`} />;
}

/** driftWords says in words whether git is what runs. */
export function driftWords(environment: EnvironmentDetail): string {
  const served = servedBy(environment.served);
  if (environment.desired === null) {
    return environment.drift
      ? `git names nothing, served is ${served ?? "nothing"}`
      : "git names no release yet";
  }
  if (!environment.drift) return "none";
  return `git desires ${environment.desired.releaseId}, served is ${served ?? "nothing"}`;
}

/** gatewayWords says how far the served allocation got, and where nobody tells, that nobody tells. */
export function gatewayWords({ gateways }: EnvironmentDetail): string {
  const { reporting, observed, generation } = gateways;
  if (reporting === 0) return "none reports; who asks over OFREP is told at each request";
  return `allocation ${generation ?? "-"} observed on ${observed} of ${reporting}`;
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 gap-x-3">
      <dt className="w-32 shrink-0 text-neutral">{label}</dt>
      <dd className="min-w-0 flex-1 truncate phone:whitespace-normal">{children}</dd>
    </div>
  );
}

function Muted({ children }: { children: ReactNode }) {
  return <span className="ml-2 text-neutral">{children}</span>;
}

function Served({ project, environment }: EnvironmentFactsProps) {
  const { served } = environment;
  const release = servedBy(served);
  if (served === null || release === null) return <span className="text-neutral">nothing yet</span>;
  const since = servedSince(environment) ?? served.since;
  // What only moved the candidate's share is not how this release came here.
  const came = environment.history.find((row) => row.since === since) ?? served;
  return (
    <>
      {releaseLink(project, release)}
      <Muted>
        {came.cause.replaceAll("_", " ")}, <RelativeTime at={since} />
      </Muted>
    </>
  );
}

/** EnvironmentFacts: desired, served, last known good, gateways and drift, one line each. */
export function EnvironmentFacts({ project, environment }: EnvironmentFactsProps) {
  const { desired, lastKnownGood, drift, gateways } = environment;
  return (
    <dl className="flex flex-col gap-1">
      <Row label="Desired (git)">
        {desired === null ? <span className="text-neutral">nothing yet</span> : null}
        {desired ? releaseLink(project, desired.releaseId) : null}
        {desired ? (
          <Muted>
            at <span className="mono">{desired.commit.slice(0, 7)}</span>
          </Muted>
        ) : null}
      </Row>
      <Row label="Served">
        <Served project={project} environment={environment} />
      </Row>
      <Row label="Last known good">
        {lastKnownGood ? releaseLink(project, lastKnownGood) : <span className="text-neutral">none yet</span>}
      </Row>
      <Row label="Gateways">
        <span className={gateways.observed < gateways.reporting ? "text-warn" : "text-neutral"}>
          {gatewayWords(environment)}
        </span>
      </Row>
      <Row label="Drift">
        <span className={drift ? "text-warn" : "text-neutral"} title={driftWords(environment)}>
          {drift ? <Glyph name="triangle" className="mr-1 inline align-[-2px]" /> : null}
          {driftWords(environment)}
        </span>
      </Row>
    </dl>
  );
}
