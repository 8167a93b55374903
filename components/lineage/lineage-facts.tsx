import { StatusBadge } from "@/components/status/status-badge.tsx";
import { type Fact, FactsStrip } from "@/components/ui/facts-strip.tsx";
import { formatNumber } from "@/components/ui/format-number.ts";
import { IdText } from "@/components/ui/id-text.tsx";
import type { Lineage } from "@/lib/contracts/requests.ts";

type LineageFactsProps = { project: string; lineage: Lineage };

function tokensOf({ inputTokens, outputTokens }: Lineage): string | null {
  if (inputTokens === null && outputTokens === null) return null;
  return formatNumber((inputTokens ?? 0) + (outputTokens ?? 0));
}

function Missing({ children }: { children: string }) {
  return <span className="text-neutral">{children}</span>;
}

/** LineageFacts: who answered, where, for whom, how fast and at what price; what was not reported is said. */
export function LineageFacts({ project, lineage }: LineageFactsProps) {
  const { release, region, subjectHash, arm, ttftMs, costUsd, environment, claimedRelease } = lineage;
  const tokens = tokensOf(lineage);
  const facts: Fact[] = [
    {
      label: "Release",
      value: release ? (
        <IdText id={release.id} href={`/${project}/releases/${release.id}`} />
      ) : (
        <span className="mono">{claimedRelease ?? "none named"}</span>
      ),
      qualifier: release?.isQuarantined ? (
        <StatusBadge family="release" state="quarantined" variant="plain" />
      ) : undefined,
    },
    {
      label: "Region",
      value: region ?? <Missing>not reported</Missing>,
      qualifier: environment ?? undefined,
    },
    { label: "Subject", value: subjectHash ? <IdText id={subjectHash} /> : <Missing>not reported</Missing> },
    { label: "Arm", value: arm ?? <Missing>not reported</Missing> },
    {
      label: "Time to first token",
      value: ttftMs === null ? <Missing>not reported</Missing> : `${formatNumber(ttftMs)} ms`,
    },
    {
      label: "Tokens",
      value: tokens ?? <Missing>not reported</Missing>,
      qualifier: costUsd === null ? undefined : `$${costUsd.toFixed(5)}`,
    },
  ];
  return <FactsStrip facts={facts} />;
}
