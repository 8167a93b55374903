import { AppError } from "../domain/errors.ts";
import { importNative, isNative } from "./import-native.ts";
import { importPromptfoo, isPromptfoo } from "./import-promptfoo.ts";
import type { EvalFormat, ImportedRun } from "./imported-run.ts";
import { decodeUpload, parseJson } from "./read-json-text.ts";

type Importer = {
  format: EvalFormat;
  recognises: (value: unknown) => boolean;
  read: (bytes: Uint8Array) => ImportedRun;
};

/** Every importer, in the order in which they are asked. A new format is one file and one line here. */
export const EVAL_IMPORTERS: readonly Importer[] = [
  { format: "native", recognises: isNative, read: importNative },
  { format: "promptfoo", recognises: isPromptfoo, read: importPromptfoo },
];

/**
 * importEvalRun reads an uploaded result file, by the named format or by what the content looks like (never by a file
 * name). Throws `malformed-json`, `too-deep` or `invalid-evals`. The size limit is the edge's.
 */
export function importEvalRun(bytes: Uint8Array, format?: EvalFormat): ImportedRun {
  const importer =
    format === undefined ? sniff(bytes) : EVAL_IMPORTERS.find((candidate) => candidate.format === format);
  if (importer !== undefined) return importer.read(bytes);
  throw new AppError(
    "invalid-evals",
    "This is no result file that Tupelo knows. Send promptfoo's JSON or JSONL, or Tupelo's own format.",
  );
}

function sniff(bytes: Uint8Array): Importer | undefined {
  const text = decodeUpload(bytes);
  const first = parseJson(text) ?? parseJson(text.slice(0, Math.max(text.indexOf("\n"), 0)));
  if (first === undefined)
    throw new AppError("malformed-json", "The file is neither JSON nor JSON in lines.");
  return EVAL_IMPORTERS.find((importer) => importer.recognises(first.value));
}
