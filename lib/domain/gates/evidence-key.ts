import { canonicalJson } from "../canonical-json.ts";
import { digestOf } from "../digest.ts";
import { type KeyedPart, refOf } from "../releases/release-part.ts";

/** The kinds that measure: change one and the same answers get other numbers. */
export const MEASURING_KINDS = ["golden_set", "judge", "retrieval_index", "generation_settings"] as const;

/** The measuring kinds that a policy may let differ, because they can be what is being tried. */
export const ACROSS_KINDS = ["retrieval_index", "generation_settings"] as const;
export type AcrossKind = (typeof ACROSS_KINDS)[number];

/**
 * What an eval run was measured with: golden set, judge, retrieval index and generation settings, the feature snapshot
 * that the run says it read, and the ids of the cases that were run. Prompt, model and feature view are left out on
 * purpose: they are what a candidate changes, and to compare a release with its base is to measure two of them with
 * the same instruments.
 */
export type EvidenceKey = {
  /** By the part's key in the release (`judge`, or `judge/tone` where it has several). */
  parts: Record<string, { ref: string; digest: string }>;
  caseIdsDigest: string;
  /** As the run declares it; null where it names none. */
  featureSnapshot: string | null;
};

/**
 * evidenceKeyOf takes the key from a release's own parts, never from what an upload says about itself. Of a run made
 * "under" another release's instruments these are the parts of that other release.
 */
export function evidenceKeyOf(
  parts: readonly KeyedPart[],
  caseIdsDigest: string,
  declared: { featureSnapshot?: string | null } = {},
): EvidenceKey {
  const measuring = parts.filter((part) => MEASURING_KINDS.some((kind) => kind === part.kind));
  return {
    parts: Object.fromEntries(measuring.map((part) => [part.key, { ref: refOf(part), digest: part.digest }])),
    caseIdsDigest,
    featureSnapshot: declared.featureSnapshot ?? null,
  };
}

/** digestOfEvidenceKey names a key in one line: equal keys, equal digests. */
export function digestOfEvidenceKey(key: EvidenceKey): string {
  return digestOf(canonicalJson(key));
}

export type Comparability =
  | { comparable: true /** What differs and was let differ, in words. */; acrossUsed: string[] }
  | { comparable: false; differing: string[] };

/**
 * compareKeys says whether two runs may be compared, and in words what differs when not. Parts are equal when their
 * contents are. Kinds named in `across` (the policy's word, and only those of ACROSS_KINDS) may differ; what differed
 * is then said. Where neither release carries a golden set, the case ids alone decide.
 */
export function compareKeys(
  control: EvidenceKey,
  candidate: EvidenceKey,
  across: readonly string[] = [],
): Comparability {
  const keys = [...new Set([...Object.keys(control.parts), ...Object.keys(candidate.parts)])].sort();
  const acrossUsed: string[] = [];
  const differing: string[] = [];
  for (const key of keys) {
    if (partOf(control, key)?.digest === partOf(candidate, key)?.digest) continue;
    const list = mayDiffer(key, across) ? acrossUsed : differing;
    list.push(`${key} ${refIn(control, key)} against ${refIn(candidate, key)}`);
  }
  if (control.featureSnapshot !== candidate.featureSnapshot) {
    differing.push(
      `feature_snapshot ${control.featureSnapshot ?? "none"} against ${candidate.featureSnapshot ?? "none"}`,
    );
  }
  if (control.caseIdsDigest !== candidate.caseIdsDigest) differing.push("other cases were run");
  return differing.length === 0 ? { comparable: true, acrossUsed } : { comparable: false, differing };
}

function mayDiffer(partKey: string, across: readonly string[]): boolean {
  const [kind] = partKey.split("/", 1);
  return ACROSS_KINDS.some((allowed) => allowed === kind && across.includes(allowed));
}

function refIn(key: EvidenceKey, partKey: string): string {
  return partOf(key, partKey)?.ref ?? "none";
}

function partOf(key: EvidenceKey, partKey: string): { ref: string; digest: string } | undefined {
  return Object.hasOwn(key.parts, partKey) ? key.parts[partKey] : undefined;
}
