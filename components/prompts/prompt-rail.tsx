import Link from "next/link";
import type { ReactNode } from "react";
import { promptHref } from "@/components/prompts/prompt-href.ts";
import { Card } from "@/components/ui/card.tsx";
import { cn } from "@/components/ui/cn.ts";
import { formatNumber } from "@/components/ui/format-number.ts";
import { IdText } from "@/components/ui/id-text.tsx";
import { RelativeTime } from "@/components/ui/relative-time.tsx";
import { Section } from "@/components/ui/section.tsx";
import type { ResponseOf } from "@/lib/contracts/endpoint.ts";
import type { PromptCost, PromptVersion, promptEndpoints } from "@/lib/contracts/prompts.ts";

type PromptDetail = ResponseOf<typeof promptEndpoints.getPrompt>;
type RailProps = { project: string; prompt: PromptDetail };

function usageWords({ servedIn, releaseIds, sighting }: PromptVersion): string {
  const who = sighting?.authorName ?? "no commit";
  if (servedIn.length > 0) return `${who}, serving ${servedIn.join(", ")}`;
  if (releaseIds.length > 0) return `${who}, in ${releaseIds.slice(0, 2).join(", ")}`;
  return sighting?.stage === "proposed" ? `${who}, proposed` : who;
}

function VersionLinks({ project, prompt }: RailProps) {
  return (
    <Section title="Versions" meta={String(prompt.versions.length)}>
      <Card isFlush className="max-h-[60dvh] overflow-y-auto">
        <ul>
          {prompt.versions.map((row) => {
            const isCurrent = row.version === prompt.version;
            return (
              <li key={row.version} className="border-hair border-b last:border-b-0">
                <Link
                  href={promptHref(project, prompt.name, row.version)}
                  aria-current={isCurrent ? "page" : undefined}
                  className={cn(
                    "block border-l-2 px-3 py-2 hover:bg-surface",
                    isCurrent ? "border-active bg-active-tint" : "border-transparent",
                  )}
                >
                  <span className="flex items-baseline justify-between gap-2">
                    <span className="mono truncate">{`${prompt.name}@${row.version}`}</span>
                    <span className="whitespace-nowrap text-meta text-neutral">
                      {row.sighting ? <RelativeTime at={row.sighting.authoredAt} /> : "not seen"}
                    </span>
                  </span>
                  <span className="flex items-baseline justify-between gap-2 text-meta text-neutral">
                    <span className="truncate" title={row.sighting?.subject}>
                      {usageWords(row)}
                    </span>
                    <span className="whitespace-nowrap">
                      {row.tokens === null ? null : `${formatNumber(row.tokens)} tokens`}
                    </span>
                  </span>
                </Link>
              </li>
            );
          })}
        </ul>
      </Card>
    </Section>
  );
}

function Pair({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-3">
      <dt className="text-neutral">{label}</dt>
      <dd className="min-w-0 truncate text-right">{children}</dd>
    </div>
  );
}

function formatUsd(value: number): string {
  return `$${formatNumber(value, value >= 100 ? 0 : value >= 1 ? 2 : 5)}`;
}

function ModelCost({ cost, monthlyRequests }: { cost: PromptCost; monthlyRequests: number | null }) {
  return (
    <dl className="flex flex-col gap-1 border-hair border-b pb-2 text-meta last:border-b-0 last:pb-0">
      <Pair label="Model">
        <span className="mono">{cost.model}</span>
      </Pair>
      {cost.costUsdPerRequest === null ? null : (
        <Pair label="An answer">{formatUsd(cost.costUsdPerRequest)}</Pair>
      )}
      {cost.costUsdPerMonth === null || monthlyRequests === null ? null : (
        <Pair label={`At ${formatNumber(monthlyRequests)} requests`}>
          {`${formatUsd(cost.costUsdPerMonth)} a month`}
        </Pair>
      )}
      {cost.priceSource === null ? null : <Pair label="Price">{cost.priceSource}</Pair>}
      {cost.missing.length === 0 ? null : (
        <p className="text-neutral">{`No cost yet: ${cost.missing.join("; ")}.`}</p>
      )}
    </dl>
  );
}

function Costs({ prompt }: { prompt: PromptDetail }) {
  const { costs, priceTable, evalRuns } = prompt;
  const latency = evalRuns[0]?.summary.latencyP95Ms ?? null;
  return (
    <Section title="Cost and latency">
      <Card className="flex flex-col gap-2">
        {costs.length === 0 ? (
          <p className="text-meta text-neutral">
            A cost needs a model: compose a release of this prompt with one, or name it in the manifest.
          </p>
        ) : (
          costs.map((cost) => (
            <ModelCost key={cost.model} cost={cost} monthlyRequests={prompt.monthlyRequests} />
          ))
        )}
        <p className="text-meta text-neutral">
          {latency === null ? "p95 latency not measured. " : `p95 latency ${formatNumber(latency)} ms. `}
          <span
            title={priceTable.source}
          >{`Prices: ${priceTable.label}, read on ${priceTable.readOn}.`}</span>
        </p>
      </Card>
    </Section>
  );
}

function Pinned({ prompt }: { prompt: PromptDetail }) {
  const { guardrailPolicy, pins, generationSettings, outputSchema, missingParts } = prompt;
  const isShort = prompt.form === "manifest" && missingParts.length > 0;
  return (
    <Section title="Pinned with it">
      <Card>
        <dl className="flex flex-col gap-1 text-meta">
          <Pair label="Guardrail policy">
            {guardrailPolicy === null ? "none" : <span className="mono">{guardrailPolicy}</span>}
          </Pair>
          {pins.map((pin) => (
            <Pair
              key={`${pin.what} ${pin.name}`}
              label={pin.what === "few_shot" ? "Few-shot set" : "Tool schema"}
            >
              <span title={pin.name}>
                {pin.sha256 === null ? `${pin.name}, no hash` : <IdText id={pin.sha256} what="sha256" />}
              </span>
            </Pair>
          ))}
          <Pair label="Output schema">{outputSchema ?? "none"}</Pair>
          {generationSettings.map(({ name, value }) => (
            <Pair key={name} label={name}>
              {value}
            </Pair>
          ))}
        </dl>
        {isShort ? (
          <p className="mt-2 border-hair border-t pt-2 text-meta text-neutral">
            {`To be a complete manifest it lacks: ${missingParts.join("; ")}.`}
          </p>
        ) : null}
      </Card>
    </Section>
  );
}

/** PromptRail: versions, what it costs, and what it leans on. */
export function PromptRail({ project, prompt }: RailProps) {
  return (
    <>
      <VersionLinks project={project} prompt={prompt} />
      <Costs prompt={prompt} />
      <Pinned prompt={prompt} />
    </>
  );
}
