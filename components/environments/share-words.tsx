import { formatShareBp } from "@/components/ui/format-number.ts";
import { ShareBar } from "@/components/ui/share-bar.tsx";
import type { EnvironmentDetail } from "@/lib/contracts/environments.ts";

type ShareWordsProps = { served: NonNullable<EnvironmentDetail["served"]> };

/** ShareWords: who gets how much of the traffic, as a bar and in words. */
export function ShareWords({ served }: ShareWordsProps) {
  const { control, candidate, shareBp } = served;
  const candidateBp = candidate === null ? 0 : shareBp;
  const controlWords = control === null ? null : `${control} ${formatShareBp(10_000 - candidateBp)}`;
  const candidateWords = candidate === null ? null : `${candidate} ${formatShareBp(candidateBp)}`;
  const words = [controlWords, candidateWords].filter((text) => text !== null);
  return (
    <div className="flex flex-col gap-1.5">
      <ShareBar candidateBp={candidateBp} label={words.join(", ")} />
      <div className="flex justify-between gap-3 text-meta">
        <span className="mono text-neutral">{controlWords}</span>
        <span className="mono text-active">{candidateWords}</span>
      </div>
    </div>
  );
}
