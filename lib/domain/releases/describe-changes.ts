import { diffReleases, type PartDiff } from "./diff-releases.ts";
import { type KeyedPart, refOf } from "./release-part.ts";

/** describeChanges says in words what a release changes: `feature_view releases@4 → releases@5`, `added prompt support@2.9`. */
export function describeChanges(base: readonly KeyedPart[], candidate: readonly KeyedPart[]): string[] {
  return diffReleases(base, candidate).flatMap(describePart);
}

function describePart({ kind, base, candidate, change }: PartDiff): string[] {
  if (change === "same") return [];
  if (base !== null && candidate !== null && refOf(base) === refOf(candidate))
    return [`other content of ${kind} ${refOf(base)}`];
  if (base !== null && candidate !== null) return [`${kind} ${refOf(base)} → ${refOf(candidate)}`];
  if (candidate !== null) return [`added ${kind} ${refOf(candidate)}`];
  return base === null ? [] : [`removed ${kind} ${refOf(base)}`];
}
