import { compareCodePoints } from "./python-json.ts";
import type { KeyedPart } from "./release-part.ts";

export type PartChange = "added" | "removed" | "changed" | "same";
export type PartDiff = {
  key: string;
  kind: string;
  change: PartChange;
  base: KeyedPart | null;
  candidate: KeyedPart | null;
};

/** diffReleases compares two tuples part by part, by reference and content; changed parts come first, then by key. */
export function diffReleases(base: readonly KeyedPart[], candidate: readonly KeyedPart[]): PartDiff[] {
  const baseByKey = new Map(base.map((part) => [part.key, part]));
  const candidateByKey = new Map(candidate.map((part) => [part.key, part]));
  const keys = [...new Set([...baseByKey.keys(), ...candidateByKey.keys()])].sort(compareCodePoints);
  const rows = keys.map((key) => diffPart(key, baseByKey.get(key) ?? null, candidateByKey.get(key) ?? null));
  return [...rows.filter((row) => row.change !== "same"), ...rows.filter((row) => row.change === "same")];
}

function diffPart(key: string, base: KeyedPart | null, candidate: KeyedPart | null): PartDiff {
  const kind = candidate?.kind ?? base?.kind ?? key;
  return { key, kind, change: changeOf(base, candidate), base, candidate };
}

function changeOf(base: KeyedPart | null, candidate: KeyedPart | null): PartChange {
  if (base === null) return "added";
  if (candidate === null) return "removed";
  const isSame =
    base.name === candidate.name && base.version === candidate.version && base.digest === candidate.digest;
  return isSame ? "same" : "changed";
}
