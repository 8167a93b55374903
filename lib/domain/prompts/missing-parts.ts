import type { ArtifactProblem } from "../artifacts/artifact-kind.ts";
import { type Prompt, type PromptPin, promptText } from "./prompt.ts";

/** What a prompt release manifest has to hold. Each is named to people as it stands here. */
export const MANIFEST_PARTS = [
  "template text",
  "pinned hashes of the few-shot examples",
  "pinned hashes of the tool schemas",
  "guardrail policy version",
  "results per golden set",
  "cost and latency by generation setting",
] as const;
export type ManifestPart = (typeof MANIFEST_PARTS)[number];

/** missingParts lists what a prompt lacks of a complete manifest, in the order of MANIFEST_PARTS. Pure and total. */
export function missingParts(prompt: Prompt): ManifestPart[] {
  const has: Record<ManifestPart, boolean> = {
    "template text": promptText(prompt).trim() !== "",
    "pinned hashes of the few-shot examples": isPinned(prompt.fewShot),
    "pinned hashes of the tool schemas": isPinned(prompt.tools),
    "guardrail policy version": prompt.guardrailPolicy?.ref.includes("@") ?? false,
    "results per golden set":
      prompt.results.length > 0 && prompt.results.every(({ numbers }) => Object.keys(numbers).length > 0),
    "cost and latency by generation setting":
      prompt.costs.length > 0 &&
      prompt.costs.every((cost) => cost.costUsd !== null && cost.latencyMs !== null),
  };
  return MANIFEST_PARTS.filter((part) => !has[part]);
}

/** An empty list says that there are none; no list says nothing. */
function isPinned(pins: readonly PromptPin[] | null): boolean {
  return pins?.every((pin) => pin.sha256 !== null) ?? false;
}

/** checkParts refuses a manifest that promises to be complete (`manifest: 1`) and is not: one problem for each part. */
export function checkParts(prompt: Prompt): ArtifactProblem[] {
  if (!prompt.promisesCompleteness) return [];
  return missingParts(prompt).map((part) => ({
    path: prompt.manifestPath ?? "",
    line: null,
    severity: "error",
    code: "missing_part",
    message: `The manifest lacks its ${part}. Add it, or take "manifest: 1" away.`,
  }));
}
