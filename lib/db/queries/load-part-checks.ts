import { checkPromptOutputs } from "../../contents/check-prompt-outputs.ts";
import { withData } from "../../contents/read-data.ts";
import { artifactDigest } from "../../domain/artifacts/artifact-digest.ts";
import type { ArtifactProblem, ArtifactText } from "../../domain/artifacts/artifact-kind.ts";
import { checkArtifact } from "../../domain/artifacts/check-artifact.ts";
import type { KnownFile } from "../../domain/prompts/check-pins.ts";
import { isSamePath, parsePrompt } from "../../domain/prompts/parse-prompt.ts";
import { type Prompt, promptText } from "../../domain/prompts/prompt.ts";
import type { Reader } from "../client.ts";

/** What a part's contents say by themselves. A version never changes, so it is looked at once. */
export type PartCheck = {
  contentDigest: string;
  files: readonly KnownFile[];
  problems: readonly ArtifactProblem[];
  /** All that a prompt gives the model; null for other kinds. */
  promptText: string | null;
  /** What a prompt's manifest pins by hash; null for other kinds. */
  pins: Pick<Prompt, "fewShot" | "tools" | "manifestPath"> | null;
  /** A prompt's recorded responses against its output schema; null where it does not have both. */
  outputProblems: readonly ArtifactProblem[] | null;
  /** How many cases a golden set has; null for other kinds, and where it is too long to be counted here. */
  caseCount: number | null;
  /** What a model's manifest says it costs. */
  price: { inputUsdPerMillionTokens: number; outputUsdPerMillionTokens: number } | null;
};

const MAX_KEPT = 2_000;
const kept = new Map<string, PartCheck>();

/** loadPartChecks checks the contents of versions, by the id of their row; one without files is left out. */
export async function loadPartChecks(
  db: Reader,
  versions: readonly { id: string; kind: string }[],
): Promise<ReadonlyMap<string, PartCheck>> {
  const unknown = versions.filter(({ id }) => !kept.has(id));
  const files =
    unknown.length === 0
      ? []
      : await loadTexts(
          db,
          unknown.map(({ id }) => id),
        );
  for (const { id, kind } of unknown) {
    const own = files.filter((file) => file.artifactVersionId === id);
    if (own.length === 0) continue;
    if (kept.size >= MAX_KEPT) kept.clear();
    const known = own.map(({ path, contentDigest }) => ({ path, contentDigest }));
    kept.set(id, { contentDigest: artifactDigest(own), files: known, ...checkTexts(kind, withData(own)) });
  }
  return new Map(
    versions.flatMap(({ id }): [string, PartCheck][] => {
      const check = kept.get(id);
      return check === undefined ? [] : [[id, check]];
    }),
  );
}

/** Whole texts, however long: what is checked in part is not checked. */
async function loadTexts(db: Reader, versionIds: readonly string[]) {
  const files = await db.artifactFile.findMany({
    where: { artifactVersionId: { in: [...versionIds] } },
    orderBy: { path: "asc" },
  });
  const digests = [...new Set(files.map((file) => file.contentDigest))];
  const contents = await db.content.findMany({ where: { digest: { in: digests } } });
  const textOf = new Map(contents.map((content) => [content.digest, decode(content.bytes)]));
  return files.map((file) => ({ ...file, text: textOf.get(file.contentDigest) ?? null }));
}

function decode(bytes: Uint8Array): string | null {
  try {
    return bytes.includes(0) ? null : new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function checkTexts(
  kind: string,
  files: readonly ArtifactText[],
): Omit<PartCheck, "contentDigest" | "files"> {
  const [first] = files;
  const lines = (first?.text ?? "").split("\n").filter((line) => line.trim() !== "");
  return {
    problems: checkArtifact(kind, files),
    ...checkPrompt(kind, files),
    caseCount: kind === "golden_set" && typeof first?.text === "string" ? lines.length : null,
    price: kind === "model" ? priceIn(files) : null,
  };
}

function checkPrompt(
  kind: string,
  files: readonly ArtifactText[],
): Pick<PartCheck, "promptText" | "pins" | "outputProblems"> {
  if (kind !== "prompt") return { promptText: null, pins: null, outputProblems: null };
  const prompt = parsePrompt(files);
  const { fewShot, tools, manifestPath, outputSchema, recordedResponses } = prompt;
  const named = (path: string | null | undefined) =>
    typeof path === "string" ? (files.find((file) => isSamePath(file.path, path)) ?? null) : null;
  return {
    promptText: promptText(prompt),
    pins: { fewShot, tools, manifestPath },
    outputProblems: checkPromptOutputs(prompt, {
      schema: named(outputSchema?.path),
      responses: named(recordedResponses?.path),
    }),
  };
}

function priceIn(files: readonly ArtifactText[]): PartCheck["price"] {
  for (const { data } of files) {
    if (typeof data !== "object" || data === null || !("price" in data)) continue;
    const { price } = data;
    if (typeof price !== "object" || price === null) continue;
    const input = "inputUsdPerMillionTokens" in price ? price.inputUsdPerMillionTokens : null;
    const output = "outputUsdPerMillionTokens" in price ? price.outputUsdPerMillionTokens : null;
    if (typeof input === "number" && typeof output === "number" && input >= 0 && output >= 0)
      return { inputUsdPerMillionTokens: input, outputUsdPerMillionTokens: output };
  }
  return null;
}
