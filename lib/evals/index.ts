import { AppError } from "../domain/errors.ts";
import { finishRun } from "./finish-run.ts";
import { importJunit, isJunit } from "./import-junit.ts";
import { importNative, isNative } from "./import-native.ts";
import { importPromptfoo, isPromptfoo } from "./import-promptfoo.ts";
import { importCsv, importJsonl, isCsv, isJsonl } from "./import-rows.ts";
import type { EvalFormat, ImportedRun, ImportOptions } from "./imported-run.ts";
import { readUpload, type UploadText } from "./upload-text.ts";

type Importer = {
  format: EvalFormat;
  recognises: (upload: UploadText) => boolean;
  read: (upload: UploadText, options: ImportOptions) => ImportedRun;
};

/** Every importer, in the order in which they are asked. A new format is one file and one line here. */
export const EVAL_IMPORTERS: readonly Importer[] = [
  { format: "junit", recognises: isJunit, read: importJunit },
  { format: "native", recognises: isNative, read: importNative },
  { format: "promptfoo", recognises: isPromptfoo, read: importPromptfoo },
  { format: "jsonl", recognises: isJsonl, read: importJsonl },
  { format: "csv", recognises: isCsv, read: importCsv },
];

/**
 * importEvalRun reads an uploaded result file, by the named format or by what the content looks like (never by a file
 * name). Throws `malformed-json`, `too-deep`, `bad-request` or `invalid-evals`. The size limit is the edge's.
 */
export function importEvalRun(
  bytes: Uint8Array,
  format?: EvalFormat,
  options: ImportOptions = {},
): ImportedRun {
  const upload = readUpload(bytes);
  const named = EVAL_IMPORTERS.find((candidate) => candidate.format === format);
  return finishRun((named ?? sniff(upload, options)).read(upload, options));
}

function sniff(upload: UploadText, options: ImportOptions): Importer {
  const known = EVAL_IMPORTERS.find((importer) => importer.recognises(upload));
  if (known !== undefined) return known;
  const isJson = upload.whole() !== undefined || upload.first() !== undefined;
  if (options.columns !== undefined) {
    const format = isJson ? "jsonl" : "csv";
    const rows = EVAL_IMPORTERS.find((importer) => importer.format === format);
    if (rows !== undefined) return rows;
  }
  if (/^\s*[[{]/.test(upload.text) && !isJson) {
    throw new AppError("malformed-json", "The file is cut off or not JSON, and not JSON in lines.");
  }
  throw new AppError(
    isJson || /^\s*</.test(upload.text) ? "invalid-evals" : "malformed-json",
    "This is no result file that Tupelo knows. Send promptfoo's JSON or JSONL, JUnit XML, Tupelo's own format, or CSV or JSONL with a column map.",
  );
}
