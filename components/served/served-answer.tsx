"use client";

import { ObservedTable } from "@/components/served/observed-table.tsx";
import { ToldThen } from "@/components/served/told-then.tsx";
import type { ServedFilterChange } from "@/components/served/use-served-filter.ts";
import { Button } from "@/components/ui/button.tsx";
import { EmptyState } from "@/components/ui/empty-state.tsx";
import { AbsoluteTime } from "@/components/ui/relative-time.tsx";
import { Section } from "@/components/ui/section.tsx";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";
import type { trafficEndpoints } from "@/lib/contracts/traffic.ts";

type ServedAnswerProps = {
  project: string;
  environment: string;
  region: string;
  served: ResponseOf<typeof trafficEndpoints.getServedAt>;
  auditRefusal: string | null;
  onChange: (change: ServedFilterChange) => void;
  onMoment: (at: Date) => void;
};

/** As many rows as the API gives at most. */
const MOST_ROWS = 200;

/** ServedAnswer: two truths beside each other, what gateways were told and what they reported. */
export function ServedAnswer(props: ServedAnswerProps) {
  const { served, environment, region, project, auditRefusal, onChange } = props;
  const { allocation, observed, observedWithinSeconds } = served;
  const around = (sign: number) => Date.parse(served.at) + sign * observedWithinSeconds * 1_000;
  const where = region === "" ? environment : `${environment}, ${region}`;
  return (
    <div className="grid gap-6 wide:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <Section
        title="Gateways were told"
        meta={<AbsoluteTime at={served.at} />}
        actions={<Steps {...props} />}
      >
        {allocation === null ? (
          <EmptyState title="Nothing yet">
            Before the first release of {environment} nothing is served.
          </EmptyState>
        ) : (
          <ToldThen {...{ project, environment, allocation, auditRefusal }} />
        )}
      </Section>
      <Section
        title="Gateways reported"
        meta={
          <>
            {where}, from <AbsoluteTime at={around(-1)} hasSeconds={false} /> to{" "}
            <AbsoluteTime at={around(1)} hasSeconds={false} />
          </>
        }
      >
        {observed.length === 0 ? (
          <EmptyState title="No data">
            No gateway reported a call of {where} in these {(observedWithinSeconds * 2) / 60} minutes.
          </EmptyState>
        ) : (
          <ObservedTable
            {...{ project, observed, allocation }}
            onRegion={(name) => onChange({ region: name })}
          />
        )}
        {observed.length === MOST_ROWS ? (
          <p className="text-meta text-neutral">
            The {MOST_ROWS} rows with the most calls; name a region for fewer.
          </p>
        ) : null}
      </Section>
    </div>
  );
}

/** From one allocation to the one before or after it. */
function Steps({ served, onMoment }: Pick<ServedAnswerProps, "served" | "onMoment">) {
  const { allocation } = served;
  if (allocation === null) return null;
  const { since, until } = allocation;
  return (
    <>
      <Button aria-label="Previous allocation" onClick={() => onMoment(new Date(Date.parse(since) - 1_000))}>
        Previous
      </Button>
      {until === null ? null : (
        <Button aria-label="Next allocation" onClick={() => onMoment(new Date(until))}>
          Next
        </Button>
      )}
    </>
  );
}
