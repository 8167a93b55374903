import type { ArtifactProblem } from "../artifacts/artifact-kind.ts";
import { isSamePath } from "./parse-prompt.ts";
import type { Prompt, PromptPin } from "./prompt.ts";

/** A file that is known by its content: of the prompt itself, or of another part of the release. */
export type KnownFile = {
  path: string;
  contentDigest: string;
  /** `name@version` of the part that is this file and no other. */
  ref?: string;
};

type Pinned = Pick<Prompt, "fewShot" | "tools" | "manifestPath">;

/**
 * checkPins holds the hashes that a manifest pins against the files that are known. A pinned file with other bytes is
 * an error; one that is not known here cannot be checked and says nothing.
 */
export function checkPins(prompt: Pinned, known: readonly KnownFile[]): ArtifactProblem[] {
  return [...(prompt.fewShot ?? []), ...(prompt.tools ?? [])].flatMap((pin): ArtifactProblem[] => {
    const { sha256, line } = pin;
    const files = sha256 === null ? [] : filesOf(pin, prompt.manifestPath ?? "", known);
    const [file] = files;
    if (file === undefined || sha256 === null) return [];
    if (files.some(({ contentDigest }) => contentDigest === `sha256:${sha256}`)) return [];
    const is = file.contentDigest.slice("sha256:".length, "sha256:".length + 12);
    const message = `${pin.path ?? pin.ref} is pinned at ${sha256.slice(0, 12)}… and is ${is}…: pin the bytes that were tested, or bring them back.`;
    return [{ path: prompt.manifestPath ?? "", line, severity: "error", code: "pin_differs", message }];
  });
}

/** The file beside the manifest or at the very path; else those whose path ends so, of which one has to fit. */
function filesOf({ path, ref }: PromptPin, manifestPath: string, known: readonly KnownFile[]): KnownFile[] {
  if (path === null) return known.filter((file) => ref !== null && file.ref === ref);
  const bare = path.replace(/^\.\//, "");
  const beside = `${manifestPath.slice(0, manifestPath.lastIndexOf("/") + 1)}${bare}`;
  const exact = known.find((file) => file.path === beside) ?? known.find((file) => file.path === bare);
  return exact === undefined ? known.filter((file) => isSamePath(file.path, path)) : [exact];
}
