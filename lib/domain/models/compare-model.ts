import { assertNever } from "../assert-never.ts";
import { type ModelManifest, parseRegistryUri, parseSha256 } from "./model-manifest.ts";

export const MODEL_VERDICTS = ["agrees", "differs", "unknown", "unreachable"] as const;
export type ModelVerdict = (typeof MODEL_VERDICTS)[number];

/** What a model registry said when it was asked about one reference. */
export type RegistryAnswer =
  | {
      kind: "found";
      version: string;
      /** The text of the tag that carries the digest; null without one. */
      digest: string | null;
      isReady: boolean;
      aliases: readonly string[];
    }
  | { kind: "missing"; sentence: string }
  | { kind: "unreachable"; sentence: string };

export type ModelComparison = {
  verdict: ModelVerdict;
  /** One sentence per finding, for people. */
  sentences: string[];
  /** The registry's version, its digest in hex, and its aliases, as far as they are known. */
  registryVersion: string | null;
  registrySha256: string | null;
  aliases: string[];
};

/**
 * compareModel says whether what git names is what the registry has. `firstVersion` is the registry's version at
 * the first check that agreed, so that an alias which moved since is told apart from bytes that changed.
 */
export function compareModel(
  manifest: ModelManifest,
  answer: RegistryAnswer,
  firstVersion: string | null,
): ModelComparison {
  const nothing = { registryVersion: null, registrySha256: null, aliases: [] };
  switch (answer.kind) {
    case "unreachable":
      return { verdict: "unreachable", sentences: [answer.sentence], ...nothing };
    case "missing":
      return { verdict: "unknown", sentences: [answer.sentence], ...nothing };
    case "found":
      return compareFound(manifest, answer, firstVersion);
    default:
      return assertNever(answer);
  }
}

type Found = Extract<RegistryAnswer, { kind: "found" }>;

function compareFound(manifest: ModelManifest, answer: Found, firstVersion: string | null): ModelComparison {
  const facts = {
    registryVersion: answer.version,
    registrySha256: answer.digest === null ? null : parseSha256(answer.digest),
    aliases: [...answer.aliases],
  };
  const moved = movedSentence(manifest, answer, firstVersion);
  const digest = compareDigests(manifest, answer, facts.registrySha256);
  const sentences = [...(moved === null ? [] : [moved]), digest.sentence];
  return { verdict: moved === null ? digest.verdict : "differs", sentences, ...facts };
}

function movedSentence(manifest: ModelManifest, answer: Found, firstVersion: string | null): string | null {
  const reference = parseRegistryUri(manifest.registryUri ?? "");
  if (reference?.kind !== "alias" || firstVersion === null || firstVersion === answer.version) return null;
  return `The alias ${reference.alias} moved since it was first checked: from version ${firstVersion} to version ${answer.version}.`;
}

function compareDigests(
  manifest: ModelManifest,
  answer: Found,
  registered: string | null,
): { verdict: ModelVerdict; sentence: string } {
  const declared = manifest.sha256 === null ? null : parseSha256(manifest.sha256);
  if (declared === null)
    return {
      verdict: "unknown",
      sentence: "The file in git names no sha256, so there is nothing to compare.",
    };
  if (!answer.isReady)
    return { verdict: "unknown", sentence: `Version ${answer.version} is not ready in the registry.` };
  if (registered === null) {
    const sentence = `Version ${answer.version} has no tag sha256 in the registry; set it to the digest of the weights.`;
    return { verdict: "unknown", sentence };
  }
  if (declared === registered)
    return { verdict: "agrees", sentence: `Version ${answer.version} has the digest that git names.` };
  const sentence = `The digest differs: git names ${declared}, version ${answer.version} has ${registered}.`;
  return { verdict: "differs", sentence };
}
