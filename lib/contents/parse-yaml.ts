import { type Document, LineCounter, parseDocument, visit } from "yaml";
import { AppError } from "../domain/errors.ts";

const MAX_CHARACTERS = 1024 * 1024;
const MAX_ALIASES = 50;

/**
 * readYamlDocument parses one YAML 1.2 document: no types beyond JSON's, written as JSON writes them (none but
 * strings with `failsafe`), no unknown tags, no repeated keys, at most 50 aliases and 1 MiB. Throws AppError
 * `invalid` that names file and line.
 */
export function readYamlDocument(text: string, path: string, schema: "core" | "failsafe" = "core"): Document {
  if (text.length > MAX_CHARACTERS) throw new AppError("invalid", `${path} is larger than 1 MiB.`);
  const lines = new LineCounter();
  const document = guard(path, () =>
    parseDocument(text, {
      schema,
      uniqueKeys: true,
      lineCounter: lines,
      logLevel: "error",
      prettyErrors: false,
    }),
  );
  const refuse = (position: number, message: string): never => {
    const { line } = lines.linePos(position);
    throw new AppError("invalid", `${path}, line ${line}: ${message}.`.replace(/\.\.$/, "."), {
      params: { path, line },
    });
  };
  const problem = document.errors[0] ?? document.warnings[0];
  if (problem !== undefined) return refuse(problem.pos[0], problem.message);
  const tooMany = guard(path, () => aliasTooMany(document));
  if (tooMany !== null) return refuse(tooMany, `Use at most ${MAX_ALIASES} aliases`);
  return guard(path, () => withPlainNumbers(document));
}

/** Where the first alias beyond the limit stands; null where there is none. */
function aliasTooMany(document: Document): number | null {
  let count = 0;
  let position: number | null = null;
  visit(document, {
    Alias: (_, node) => {
      count += 1;
      if (count <= MAX_ALIASES) return undefined;
      position = node.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return position;
}

/** What JSON does not write as a number (`0777`, `0x1f`, `.inf`, `+1`) stays the text it is. */
const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

function withPlainNumbers(document: Document): Document {
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value !== "number" || node.source === undefined || JSON_NUMBER.test(node.source))
        return;
      node.value = node.source;
    },
  });
  return document;
}

/** parseYaml is the plain value of one YAML file; aliases may be used at most 50 times. */
export function parseYaml(text: string, path: string, schema: "core" | "failsafe" = "core"): unknown {
  const document = readYamlDocument(text, path, schema);
  return guard(path, () => document.toJS({ maxAliasCount: MAX_ALIASES }));
}

/** Nesting that exhausts the stack, and aliases that multiply, end as a sentence. */
function guard<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new AppError("invalid", `${path} is nested too deeply or repeats itself too often.`, {
      internal: error,
    });
  }
}
