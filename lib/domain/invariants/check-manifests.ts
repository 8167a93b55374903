import { manifestDigest } from "../releases/manifest-digest.ts";
import { releaseId } from "../releases/release-id.ts";
import { referencesOf } from "../releases/release-part.ts";
import type { InvariantFacts, ReleaseFact } from "./invariant-facts.ts";
import type { Violation } from "./violation.ts";

/** checkManifests (I8): ids and digests recompute from the parts, and no table lost what keeps its rows as they are. */
export function checkManifests(facts: InvariantFacts): Violation[] {
  return [
    ...facts.releases.flatMap(checkRelease),
    ...facts.unguardedTables.map((table) => ({
      invariant: "I8" as const,
      subject: table,
      sentence: "Its rows can be changed: a trigger is missing or switched off.",
    })),
  ];
}

function checkRelease(release: ReleaseFact): Violation[] {
  const { id, fingerprint } = releaseId(referencesOf(release.parts));
  const { digest, text } = manifestDigest(release.parts);
  const differing = [
    id === release.id ? null : "id",
    fingerprint === release.fingerprint ? null : "fingerprint",
    digest === release.manifestDigest ? null : "manifest digest",
    text === release.manifest ? null : "manifest",
  ].filter((field) => field !== null);
  if (differing.length === 0) return [];
  const sentence = `Its parts do not give its ${differing.join(", ")}.`;
  return [{ invariant: "I8", subject: `release ${release.id}`, sentence }];
}
