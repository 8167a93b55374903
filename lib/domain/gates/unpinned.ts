import { z } from "zod";
import { checkFloating } from "../releases/check-floating.ts";
import { type KeyedPart, refOf } from "../releases/release-part.ts";

const ref = z
  .string()
  .trim()
  .min(1)
  .max(300)
  .regex(/^[^\p{Cc}\p{Surrogate}]*$/u, "has a character that cannot be stored");
const refs = z.union([ref, z.array(ref).min(1).max(20)]);

/** What a run says it read: for each kind of part a reference (`support@2.8`, `sha256:…`), or several. */
export const evalConditions = z.strictObject({
  goldenSet: refs.optional(),
  judge: refs.optional(),
  /** The moment or version of the feature values that were read; it enters the evidence key. */
  featureSnapshot: ref.optional(),
  index: refs.optional(),
  settings: refs.optional(),
  prompt: refs.optional(),
  model: refs.optional(),
  features: refs.optional(),
});
export type EvalConditions = z.output<typeof evalConditions>;

const KIND_OF = {
  goldenSet: "golden_set",
  judge: "judge",
  index: "retrieval_index",
  settings: "generation_settings",
  prompt: "prompt",
  model: "model",
  features: "feature_view",
} as const;
const CONDITIONS = ["goldenSet", "judge", "index", "settings", "prompt", "model", "features"] as const;

/**
 * findUnpinnedReasons says, a sentence each, which of a run's own references move or are not what the release pins.
 * Such a run is kept and shown, but satisfies no gate. `parts` are those of the release, or for the measuring kinds
 * those of the release that it was measured under.
 */
export function findUnpinnedReasons(conditions: EvalConditions, parts: readonly KeyedPart[]): string[] {
  const reasons = CONDITIONS.flatMap((name) => {
    const given = conditions[name];
    if (given === undefined) return [];
    const list = typeof given === "string" ? [given] : given;
    return list.map((text) => reasonOf(KIND_OF[name], text, parts));
  });
  return [...reasons, snapshotReason(conditions.featureSnapshot)].filter((reason) => reason !== null);
}

function reasonOf(kind: string, text: string, parts: readonly KeyedPart[]): string | null {
  const pinned = parts.filter((part) => part.kind === kind);
  if (pinned.some((part) => refOf(part) === text || part.digest === text)) return null;
  const pins =
    pinned.length === 0
      ? `The release pins no ${kind}.`
      : `The release pins ${pinned.map((part) => `${kind} ${refOf(part)}`).join(" and ")}.`;
  const moving = text.startsWith("sha256:") ? null : checkFloating({ kind, ...splitRef(text) });
  if (moving !== null) return `The run read ${kind} "${text}", which names no fixed version. ${pins}`;
  return `The run read ${kind} "${text}". ${pins}`;
}

function snapshotReason(text: string | undefined): string | null {
  if (text === undefined) return null;
  const moving = checkFloating({
    kind: "feature_snapshot",
    name: "features",
    version: splitRef(text).version,
  });
  return moving === null ? null : `The run read the feature snapshot "${text}", which names no fixed moment.`;
}

/** A bare name is a version without a name: `latest`, `production`, `gpt-4o`. */
function splitRef(text: string): { name: string; version: string } {
  const at = text.lastIndexOf("@");
  return at < 1 ? { name: "", version: text } : { name: text.slice(0, at), version: text.slice(at + 1) };
}
