import type { ArtifactProblem } from "../artifacts/artifact-kind.ts";
import type { Prompt, PromptFile, PromptText } from "./prompt.ts";
import { readExport } from "./read-export.ts";
import { isManifest, type Manifest, readManifest } from "./read-manifest.ts";
import { asMap, asText, camelKeys } from "./read-value.ts";
import { MOST_PLACEHOLDERS, scanPlaceholders } from "./scan-placeholders.ts";
import { type FrontMatter, splitFrontMatter } from "./split-front-matter.ts";
import { findKeyLine, findTextLine, locateLines, plainLines } from "./text-lines.ts";

/** Files of data that stand beside a prompt: examples, schemas, recorded responses. They are no template. */
const DATA_FILE = /\.(ya?ml|json|jsonl|ndjson|csv|tsv)$/i;

type ReadFile = {
  file: PromptFile;
  text: string;
  frontMatter: FrontMatter | null;
  data: unknown;
};

const NO_MANIFEST: Manifest = {
  ...{
    promisesCompleteness: false,
    declared: null,
    fewShot: null,
    tools: null,
    guardrailPolicy: null,
    model: null,
  },
  ...{ generationSettings: [], outputSchema: null, recordedResponses: null, results: [], costs: [] },
};

/**
 * parsePrompt reads a prompt version from its files: plain templates, a manifest (Markdown with front matter, YAML
 * or JSON with `template` or `messages`), or an export of a prompt server. It never throws and never runs anything;
 * what it cannot read is a problem.
 */
export function parsePrompt(files: readonly PromptFile[]): Prompt {
  const problems: ArtifactProblem[] = [];
  const read = files.flatMap((file) => readFile(file, problems));
  const manifests = findManifests(read);
  const [own, second] = manifests;
  if (second !== undefined) {
    const message = "Another file of this prompt is its manifest already: only the first one is read.";
    problems.push({
      path: second.file.path,
      line: null,
      severity: "warning",
      code: "second_manifest",
      message,
    });
  }
  const fileLines = own === undefined ? [] : own.text.split("\n");
  const manifest =
    own === undefined
      ? NO_MANIFEST
      : readManifest(own.data, {
          path: own.file.path,
          // Names of the manifest are looked for above the body, which repeats them.
          fileLines: fileLines.slice(0, (own.frontMatter?.bodyLine ?? fileLines.length + 1) - 1),
          problems,
        });
  const texts = own === undefined ? [] : manifestTexts(own, fileLines, problems);
  const attached = attachedPaths(manifest);
  if (texts.length === 0)
    texts.push(...read.filter((item) => item !== own && !attached(item.file.path)).flatMap(templateOf));
  if (own === undefined && read.every(isDataFile)) texts.push(...wholeTexts(read, problems));
  const scanned = texts.map(scanPlaceholders);
  if (scanned.some(({ used, other }) => used.length + other.length >= MOST_PLACEHOLDERS)) {
    const message = `The prompt has ${MOST_PLACEHOLDERS} placeholders or more: the rest of it was not looked at.`;
    const path = texts[0]?.path ?? "";
    problems.push({ path, line: null, severity: "error", code: "too_many_placeholders", message });
  }
  return {
    ...manifest,
    outputSchema: withSchemaText(manifest.outputSchema, read),
    form: own === undefined ? "template" : "manifest",
    manifestPath: own?.file.path ?? null,
    texts,
    used: scanned.flatMap(({ used }) => used),
    other: scanned.flatMap(({ other }) => other),
    mentioned: [...new Set(scanned.flatMap(({ mentioned }) => mentioned))],
    problems,
  };
}

function isDataFile({ file }: ReadFile): boolean {
  return DATA_FILE.test(file.path);
}

/** Data beside a template is examples and schemas, whatever it looks like; only where all is data is an export looked for. */
function findManifests(read: readonly ReadFile[]): ReadFile[] {
  // An export may wrap its prompt in a map called manifest; the promise of ours is a number.
  const own = read.filter(({ data }) => isManifest(data) && asMap(asMap(data)?.get("manifest")) === null);
  if (own.length > 0 || !read.every(isDataFile)) return own;
  return read.flatMap((item) => {
    const data = readExport(item.data);
    return data === null ? [] : [{ ...item, data }];
  });
}

/** A prompt of data in a form of its own is given to the model as its program makes it: its text is all that is known. */
function wholeTexts(read: readonly ReadFile[], problems: ArtifactProblem[]): PromptText[] {
  const message = "The form of this file is not known, so that its whole text counts as the template.";
  return read.flatMap(({ file, text, data }): PromptText[] => {
    if (data === undefined) return [];
    problems.push({ path: file.path, line: null, severity: "warning", code: "unknown_form", message });
    return [{ role: "template", path: file.path, text, lines: plainLines(text, 1) }];
  });
}

function readFile(file: PromptFile, problems: ArtifactProblem[]): ReadFile[] {
  if (file.text === null) {
    const message = "This file is not text, too long to be read, or git does not have its content.";
    problems.push({ path: file.path, line: null, severity: "warning", code: "not_text", message });
    return [];
  }
  const text = file.text.replace(/^\uFEFF/, "");
  const frontMatter = DATA_FILE.test(file.path) ? null : splitFrontMatter(text);
  const data = file.data ?? parseJson(file.path, text);
  const isYaml = /\.ya?ml$/i.test(file.path);
  if (file.dataProblem !== undefined || (data === undefined && (frontMatter !== null || isYaml))) {
    const { line = null, message = "It is not YAML." } = file.dataProblem ?? {};
    const what = frontMatter === null ? "This file" : "What stands between the lines of ---";
    const sentence = `${what} could not be read, so nothing that it declares counts. ${message}`;
    problems.push({
      path: file.path,
      line,
      severity: "error",
      code: "manifest_unreadable",
      message: sentence,
    });
  }
  return [{ file, text, frontMatter, data }];
}

function parseJson(path: string, text: string): unknown {
  if (!/\.json$/i.test(path)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function templateOf({ file, text, frontMatter }: ReadFile): PromptText[] {
  if (DATA_FILE.test(file.path)) return [];
  const [body, first] = frontMatter === null ? [text, 1] : [frontMatter.body, frontMatter.bodyLine];
  return [{ role: "template", path: file.path, text: body, lines: plainLines(body, first) }];
}

/** What the manifest's own file gives the model: the body under its front matter, its template, or its messages. */
function manifestTexts(
  own: ReadFile,
  fileLines: readonly string[],
  problems: ArtifactProblem[],
): PromptText[] {
  const { path } = own.file;
  if (own.frontMatter !== null && own.frontMatter.body.trim() !== "") return templateOf(own);
  const map = camelKeys(asMap(own.data) ?? new Map());
  const template = asText(map.get("template"));
  if (template !== null) {
    const from = findKeyLine(fileLines, "template") ?? 1;
    return [{ role: "template", path, text: template, lines: placeOf(fileLines, template, from) }];
  }
  const messages = map.get("messages");
  if (messages === undefined || messages === null) return [];
  let from = findKeyLine(fileLines, "messages") ?? 1;
  const read = (Array.isArray(messages) ? messages : []).flatMap((message: unknown) => {
    const fields = asMap(message);
    const text = contentOf(fields?.get("content"));
    if (fields === null || text === null) return [];
    const lines = placeOf(fileLines, text, from);
    from = lines.at(-1) ?? from;
    return [{ role: asText(fields.get("role")) ?? "user", path, text, lines }];
  });
  if (read.length === 0 || (Array.isArray(messages) && read.length < messages.length)) {
    const message = "messages has to be a list of maps with role and content; some of it could not be read.";
    problems.push({ path, line: from, severity: "error", code: "manifest_field", message });
  }
  return read;
}

/** A message's content is a text, or a list of parts of which those of text count. */
function contentOf(content: unknown): string | null {
  const text = asText(content);
  if (text !== null || !Array.isArray(content)) return text;
  const parts = content.flatMap((part: unknown) => asText(asMap(part)?.get("text")) ?? []);
  return parts.length === 0 ? null : parts.join("\n");
}

function placeOf(fileLines: readonly string[], text: string, from: number): number[] {
  const first = text.split("\n").find((line) => line.trim() !== "") ?? "";
  return locateLines(fileLines, text, findTextLine(fileLines, first, from) ?? from);
}

/** Paths that a manifest names as something else than template: they may be relative to it or to the repository. */
function attachedPaths(manifest: Manifest): (path: string) => boolean {
  const named = [
    ...[...(manifest.fewShot ?? []), ...(manifest.tools ?? [])].map((pin) => pin.path),
    manifest.outputSchema?.path ?? null,
    manifest.recordedResponses?.path ?? null,
  ].filter((path) => path !== null);
  return (path) => named.some((name) => isSamePath(path, name));
}

/** isSamePath compares a path of the repository with one that a manifest writes, which may be relative to itself. */
export function isSamePath(path: string, named: string): boolean {
  const bare = named.replace(/^(\.\.?\/)+/, "");
  return path === bare || path.endsWith(`/${bare}`);
}

function withSchemaText(schema: Prompt["outputSchema"], read: readonly ReadFile[]): Prompt["outputSchema"] {
  const { path } = schema ?? {};
  if (schema === null || path === null || path === undefined) return schema;
  const file = read.find((item) => isSamePath(item.file.path, path));
  return { ...schema, text: file?.text ?? null };
}
