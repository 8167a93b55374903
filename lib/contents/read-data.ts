import { isNode, LineCounter } from "yaml";
import type { ArtifactText, ReadData } from "../domain/artifacts/artifact-kind.ts";
import { AppError } from "../domain/errors.ts";
import { splitFrontMatter } from "../domain/prompts/split-front-matter.ts";
import { readYamlDocument } from "./parse-yaml.ts";

const MAX_ALIASES = 50;

/** withData reads the data in each file: YAML and JSON whole, the front matter of other texts. Never throws. */
export function withData(files: readonly { path: string; text: string | null }[]): ArtifactText[] {
  return files.map(({ path, text }) => ({ path, text, ...(text === null ? {} : readData(path, text)) }));
}

/** readData reads one file's data; nothing where it is neither YAML nor JSON and has no front matter. Never throws. */
export function readData(path: string, text: string): ReadData {
  if (/\.ya?ml$/i.test(path)) return readYaml(path, text, 0);
  if (/\.json$/i.test(path)) return readJson(path, text);
  if (/\.(jsonl|py|csv)$/i.test(path)) return {};
  const front = splitFrontMatter(text);
  return front === null ? {} : readYaml(path, front.yaml, 1);
}

/** JSON has to be JSON; YAML, which is wider, then says where things are and which key is there twice. */
function readJson(path: string, text: string): ReadData {
  const bare = text.replace(/^\uFEFF/, "");
  try {
    const data: unknown = JSON.parse(bare);
    const read = readYaml(path, bare, 0);
    return read.dataProblem === undefined ? { ...read, data } : read;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return {
      dataProblem: { line: lineOfJsonError(bare, message), message: `This is not JSON: ${message}.` },
    };
  }
}

function lineOfJsonError(text: string, message: string): number | null {
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position === undefined) return null;
  return text.slice(0, Number(position)).split("\n").length;
}

function readYaml(path: string, text: string, linesBefore: number): ReadData {
  try {
    const document = readYamlDocument(text, path);
    const data: unknown = toPlain(path, () => document.toJS({ maxAliasCount: MAX_ALIASES }));
    const lines = new LineCounter();
    for (const match of text.matchAll(/^/gm)) lines.addNewLine(match.index);
    const lineOf = (at: readonly (string | number)[]): number => {
      for (let depth = at.length; depth > 0; depth -= 1) {
        const node = document.getIn(at.slice(0, depth), true);
        if (isNode(node) && node.range) return lines.linePos(node.range[0]).line + linesBefore;
      }
      return 1 + linesBefore;
    };
    return { data, lineOf };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const line = error.params?.line;
    const message = error.detail.replace(`${path}, line ${line}: `, "").replace(`${path} is`, "This file is");
    return { dataProblem: { line: typeof line === "number" ? line + linesBefore : null, message } };
  }
}

function toPlain(path: string, work: () => unknown): unknown {
  try {
    return work();
  } catch {
    throw new AppError("invalid", `${path} is nested too deeply or repeats itself too often.`);
  }
}
