import type { ArtifactProblem } from "../artifacts/artifact-kind.ts";
import { isSamePath } from "./parse-prompt.ts";
import type { Prompt } from "./prompt.ts";

/** A file that is known by its content: of the prompt itself, or of another part of the release. */
export type KnownFile = { path: string; contentDigest: string };

/**
 * checkPins holds the hashes that a manifest pins against the files that are known. A pinned file with other bytes is
 * an error; one that is not known here cannot be checked and says nothing.
 */
export function checkPins(prompt: Prompt, known: readonly KnownFile[]): ArtifactProblem[] {
  return [...(prompt.fewShot ?? []), ...(prompt.tools ?? [])].flatMap((pin): ArtifactProblem[] => {
    const { path, sha256, line } = pin;
    const file = path === null ? undefined : known.find((each) => isSamePath(each.path, path));
    if (file === undefined || sha256 === null || file.contentDigest === `sha256:${sha256}`) return [];
    const is = file.contentDigest.slice("sha256:".length, "sha256:".length + 12);
    const message = `${path} is pinned at ${sha256.slice(0, 12)}… and is ${is}…: pin the bytes that were tested, or bring them back.`;
    return [{ path: prompt.manifestPath ?? "", line, severity: "error", code: "pin_differs", message }];
  });
}
