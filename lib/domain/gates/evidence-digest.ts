import { canonicalJson } from "../canonical-json.ts";
import { digestOf } from "../digest.ts";

/** One piece of evidence that a gate consumed: its id, and the digest of what it says. */
export type ConsumedEvidence = { id: string; digest: string };

/**
 * evidenceDigest is what a review is bound to: sha256 over the sorted ids and digests of the evidence the gates
 * consumed. The order of arrival does not matter. No evidence has a digest too (a first release under absolute terms
 * that nobody measured yet), and it changes as soon as some arrives.
 */
export function evidenceDigest(evidence: readonly ConsumedEvidence[]): string {
  const lines = new Set(evidence.map(({ id, digest }) => canonicalJson([id, digest])));
  return digestOf(canonicalJson([...lines].sort()));
}
