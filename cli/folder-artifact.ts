import type { ArtifactText } from "../lib/domain/artifacts/artifact-kind.ts";
import type { PathPlace } from "../lib/domain/gitops/path-reader.ts";
import type { KnownFile } from "../lib/domain/prompts/check-pins.ts";

/** One artifact of the folder with its files. */
export type FolderArtifact = Pick<PathPlace, "kind" | "name" | "version"> & {
  files: ArtifactText[];
  /** The digests of the files that were read. */
  contents: KnownFile[];
  digest: string | null;
};
