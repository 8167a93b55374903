import { withData } from "../../contents/read-data.ts";
import type { Reader } from "../../db/client.ts";
import { loadFileTexts, MAX_CHECKED_BYTES } from "../../db/queries/load-file-texts.ts";
import type { ArtifactFact, ArtifactProblem } from "../../domain/artifacts/artifact-kind.ts";
import { checkArtifact } from "../../domain/artifacts/check-artifact.ts";
import { findKind } from "../../domain/artifacts/index.ts";
import { fingerprintFacts } from "../../domain/features/fingerprint-facts.ts";

export type CheckedVersion = { id: string; problems: ArtifactProblem[]; facts: ArtifactFact[] };

/** checkVersions says what is wrong with each version's content and what it says of itself, from the stored bytes. */
export async function checkVersions(
  db: Reader,
  versions: readonly { id: string; kind: string }[],
): Promise<CheckedVersion[]> {
  const ids = versions.map(({ id }) => id);
  const texts = await loadFileTexts(db, ids, MAX_CHECKED_BYTES);
  return versions.map(({ id, kind }) => {
    const files = withData(texts.filter((file) => file.artifactVersionId === id));
    const facts = findKind(kind)?.readMeta?.(files) ?? [];
    const fingerprints = kind === "feature_view" ? fingerprintFacts(files) : [];
    return { id, problems: checkArtifact(kind, files), facts: [...facts, ...fingerprints] };
  });
}
