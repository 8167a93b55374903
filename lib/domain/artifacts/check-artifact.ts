import type { ArtifactProblem, ArtifactText } from "./artifact-kind.ts";
import { findKind } from "./index.ts";

/** checkArtifact says what is wrong with a version's content; the registry, the gates, the pages and the CLI ask it alike. */
export function checkArtifact(kind: string, files: readonly ArtifactText[]): ArtifactProblem[] {
  return findKind(kind)?.check?.(files) ?? [];
}
