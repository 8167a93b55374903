import { canonicalJson } from "../canonical-json.ts";
import { digestOf } from "../digest.ts";

/** artifactDigest identifies the content of a version: sha256 over its sorted (path, content digest) pairs. */
export function artifactDigest(files: readonly { path: string; contentDigest: string }[]): string {
  const pairs = files.map((file) => [file.path, file.contentDigest]);
  const sorted = pairs.sort(([left = ""], [right = ""]) => (left < right ? -1 : left > right ? 1 : 0));
  return digestOf(canonicalJson({ schema: "tupelo/artifact/v1", files: sorted }));
}
