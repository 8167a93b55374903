import { dirname, posix } from "node:path";
import type { ArtifactProblem } from "../lib/domain/artifacts/artifact-kind.ts";
import { digestOf } from "../lib/domain/digest.ts";
import { checkPins, type KnownFile } from "../lib/domain/prompts/check-pins.ts";
import { isSamePath, parsePrompt } from "../lib/domain/prompts/parse-prompt.ts";
import type { Prompt } from "../lib/domain/prompts/prompt.ts";
import type { FolderArtifact } from "./folder-artifact.ts";
import { readWorkingFile, textOf } from "./read-working-folder.ts";

/** The code of recorded responses that could not be judged: it is a warning, and keeps the gate from passing. */
export const UNCHECKED = "recorded_unchecked";

/**
 * checkPrompts holds what prompts pin by hash against the files that are there, and recorded responses against the
 * output schema that their prompt names. A file that a prompt names is looked for among its own, then beside its
 * manifest, never outside the folder. No model is asked.
 */
export async function checkPrompts(
  directory: string,
  artifacts: readonly FolderArtifact[],
): Promise<ArtifactProblem[]> {
  const tools = artifacts.filter(({ kind }) => kind === "tool_schema").flatMap(toolFiles);
  const found = await Promise.all(
    artifacts
      .filter(({ kind }) => kind === "prompt")
      .map(async (artifact) => {
        const prompt = parsePrompt(artifact.files);
        const read = (named: string) => readNamed(directory, artifact, prompt.manifestPath ?? "", named);
        const pinned = await Promise.all(
          [...(prompt.fewShot ?? []), ...(prompt.tools ?? [])].map(({ path }) =>
            path === null ? null : read(path),
          ),
        );
        const beside = pinned.flatMap((file) => (file === null ? [] : [asKnown(file)]));
        return [
          ...checkPins(prompt, [...artifact.contents, ...beside, ...tools]),
          ...(await checkOutputs(prompt, read)),
        ];
      }),
  );
  return found.flat();
}

type NamedFile = { path: string; bytes: Uint8Array };

async function checkOutputs(
  prompt: Prompt,
  read: (named: string) => Promise<NamedFile | null>,
): Promise<ArtifactProblem[]> {
  const { outputSchema, recordedResponses, manifestPath } = prompt;
  if (outputSchema === null || recordedResponses === null) return [];
  const [schema, responses] = await Promise.all([
    outputSchema.path === null ? null : read(outputSchema.path),
    read(recordedResponses.path),
  ]);
  const missing = (what: string, line: number | null): ArtifactProblem[] => {
    const message = `${what} is not there or cannot be read.`;
    return [{ path: manifestPath ?? "", line, severity: "error", code: "missing_file", message }];
  };
  if (responses === null) return missing(recordedResponses.path, recordedResponses.line);
  if (schema === null && outputSchema.path !== null) return missing(outputSchema.path, outputSchema.line);
  // Only here, because the schema library takes longer to load than two hundred prompts to check.
  const { checkPromptOutputs } = await import("../lib/contents/check-prompt-outputs.ts");
  const texts = { schema: schema === null ? null : asText(schema), responses: asText(responses) };
  return checkPromptOutputs(prompt, texts) ?? [];
}

const asText = ({ path, bytes }: NamedFile) => ({ path, text: textOf(bytes) });

function asKnown({ path, bytes }: NamedFile): KnownFile {
  return { path, contentDigest: digestOf(bytes) };
}

/** A tool schema of one file is also known by its reference. */
function toolFiles({ name, version, contents }: FolderArtifact): KnownFile[] {
  return contents.map((file) =>
    version !== null && contents.length === 1 ? { ...file, ref: `${name}@${version}` } : file,
  );
}

async function readNamed(
  directory: string,
  artifact: FolderArtifact,
  manifestPath: string,
  named: string,
): Promise<NamedFile | null> {
  const own = artifact.files.find((file) => isSamePath(file.path, named));
  const beside = posix.normalize(posix.join(dirname(manifestPath), named));
  for (const path of own === undefined ? [beside, posix.normalize(named)] : [own.path]) {
    const bytes = await readWorkingFile(directory, path);
    if (bytes !== null) return { path, bytes };
  }
  return null;
}
