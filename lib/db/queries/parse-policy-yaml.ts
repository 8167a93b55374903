import { type Document, LineCounter, parseAllDocuments } from "yaml";
import type { FieldProblem } from "../../domain/errors.ts";
import { type ReadPolicy, readPolicy } from "../../domain/policy/read-policy.ts";

const MAX_BYTES = 1024 * 1024;
const MAX_ALIASES = 50;

/**
 * parsePolicyYaml reads a promotion policy file: YAML 1.2 with the core schema and nothing else, so that `yes`,
 * `0777`, `1_000` and dates stay text. Duplicate keys, own tags, several documents, more than 50 aliases and files
 * over 1 MiB are problems. Never throws on what a file says; every problem names its line.
 */
export function parsePolicyYaml(bytes: Uint8Array): ReadPolicy {
  if (bytes.byteLength > MAX_BYTES) return refused("The file is larger than 1 MiB.");
  const text = decode(bytes);
  if (text === null) return refused("The file is not UTF-8 text.");
  const lines = new LineCounter();
  const options = { schema: "core", version: "1.2", uniqueKeys: true, lineCounter: lines } as const;
  const documents = parseAllDocuments(text, { ...options, prettyErrors: false });
  const [document, second] = Array.isArray(documents) ? documents : [];
  if (document === undefined || document.contents === null) return refused("The file is empty.");
  const faults = [...document.errors, ...document.warnings];
  if (faults.length > 0) {
    return {
      ok: false,
      problems: faults.slice(0, 20).map((fault) => ({
        pointer: "",
        message: `line ${lines.linePos(fault.pos[0]).line}: ${fault.message}`,
      })),
    };
  }
  if (second !== undefined) {
    return refused(`line ${lines.linePos(second.range[0]).line}: The file holds more than one document.`);
  }
  const value = plainValue(document);
  if (value === undefined) return refused("The file uses too many aliases.");
  const read = readPolicy(value.plain);
  return read.ok
    ? read
    : { ok: false, problems: read.problems.map((problem) => withLine(problem, document, lines)) };
}

function refused(message: string): ReadPolicy {
  return { ok: false, problems: [{ pointer: "", message }] };
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function plainValue(document: Document): { plain: unknown } | undefined {
  try {
    return { plain: document.toJS({ maxAliasCount: MAX_ALIASES }) };
  } catch {
    return undefined;
  }
}

/** A missing field has no line of its own: the nearest parent that is there names it. */
function withLine(problem: FieldProblem, document: Document, lines: LineCounter): FieldProblem {
  const path = problem.pointer
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  for (let length = path.length; length > 0; length -= 1) {
    const line = lineOf(document.getIn(path.slice(0, length), true), lines);
    if (line !== null) return { ...problem, message: `line ${line}: ${problem.message}` };
  }
  return { ...problem, message: `line 1: ${problem.message}` };
}

function lineOf(node: unknown, lines: LineCounter): number | null {
  if (typeof node !== "object" || node === null || !("range" in node) || !Array.isArray(node.range))
    return null;
  const [start] = node.range;
  return typeof start === "number" ? lines.linePos(start).line : null;
}
