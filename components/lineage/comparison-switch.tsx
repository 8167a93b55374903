"use client";

import { parseAsStringLiteral, useQueryState } from "nuqs";
import { Segmented } from "@/components/ui/segmented.tsx";
import type { Lineage } from "@/lib/contracts/requests.ts";
import { COMPARISONS, type Comparison } from "@/lib/domain/lineage/list-comparisons.ts";

const LABELS: Record<Comparison, string> = {
  last_known_good: "vs last known good",
  served_now: "vs served now",
  desired: "vs desired",
  previous: "vs previous",
  base: "vs base",
};

/** useAgainst is the comparison that the address asks for; null leaves the choice to Tupelo. */
export function useAgainst() {
  return useQueryState("against", parseAsStringLiteral(COMPARISONS));
}

/** ComparisonSwitch chooses with which other release the parts are compared; nothing where there is no choice. */
export function ComparisonSwitch({ lineage }: { lineage: Lineage }) {
  const [, setAgainst] = useAgainst();
  const { comparedWith, comparisons } = lineage;
  if (comparedWith === null || comparisons.length < 2) return null;
  return (
    <Segmented
      label="Compared with"
      options={comparisons.map(({ why }) => ({ value: why, label: LABELS[why] }))}
      value={comparedWith.why}
      onChange={(why) => setAgainst(why)}
    />
  );
}
