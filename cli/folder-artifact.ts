import type { ArtifactText } from "../lib/domain/artifacts/artifact-kind.ts";
import type { PathPlace } from "../lib/domain/gitops/path-reader.ts";

/** One artifact of the folder with its files. */
export type FolderArtifact = Pick<PathPlace, "kind" | "name" | "version"> & {
  files: ArtifactText[];
  digest: string | null;
};
