import { canonicalJson } from "../canonical-json.ts";
import { digestOf } from "../digest.ts";
import { type KeyedPart, refOf } from "../releases/release-part.ts";

/** The kinds that measure: change one and the same answers get other numbers. */
export const MEASURING_KINDS = ["golden_set", "judge", "generation_settings"] as const;

/**
 * What an eval run was measured with. It covers the release's golden set, judge and generation settings, and the ids
 * of the cases that were run. Prompt, model, feature view and index are left out on purpose: they are what a candidate
 * changes, and to compare a release with its base is to measure two of them with the same instruments.
 */
export type EvidenceKey = {
  /** By the part's key in the release (`judge`, or `judge/tone` where it has several). */
  parts: Record<string, { ref: string; digest: string }>;
  caseIdsDigest: string;
};

/** evidenceKeyOf takes the key from the release's own parts, never from what an upload says about itself. */
export function evidenceKeyOf(parts: readonly KeyedPart[], caseIdsDigest: string): EvidenceKey {
  const measuring = parts.filter((part) => MEASURING_KINDS.some((kind) => kind === part.kind));
  return {
    parts: Object.fromEntries(measuring.map((part) => [part.key, { ref: refOf(part), digest: part.digest }])),
    caseIdsDigest,
  };
}

/** digestOfEvidenceKey names a key in one line: equal keys, equal digests. */
export function digestOfEvidenceKey(key: EvidenceKey): string {
  return digestOf(canonicalJson(key));
}

export type Comparability = { comparable: true } | { comparable: false; differing: string[] };

/**
 * compareKeys says whether two runs may be compared, and in words what differs when not. Parts are equal when their
 * contents are. Where neither release carries a golden set, the case ids alone decide.
 */
export function compareKeys(control: EvidenceKey, candidate: EvidenceKey): Comparability {
  const keys = [...new Set([...Object.keys(control.parts), ...Object.keys(candidate.parts)])].sort();
  const differing = keys
    .filter((key) => control.parts[key]?.digest !== candidate.parts[key]?.digest)
    .map((key) => `${key} ${refIn(control, key)} against ${refIn(candidate, key)}`);
  if (control.caseIdsDigest !== candidate.caseIdsDigest) differing.push("other cases were run");
  return differing.length === 0 ? { comparable: true } : { comparable: false, differing };
}

function refIn(key: EvidenceKey, partKey: string): string {
  return key.parts[partKey]?.ref ?? "none";
}
