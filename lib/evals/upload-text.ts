import { decodeUpload, parseJson } from "../contents/read-json-text.ts";
import { AppError } from "../domain/errors.ts";
import { MAX_CASES } from "./imported-run.ts";

/** An upload as text; JSON is parsed once, however many importers ask for it. */
export type UploadText = {
  text: string;
  /** The whole file as one JSON document; undefined where it is not one. */
  whole: () => { value: unknown } | undefined;
  /** The first line as JSON; undefined where it is not. */
  first: () => { value: unknown } | undefined;
  /** A JSON value a line. Throws `malformed-json` with the number of the line. */
  lines: () => unknown[];
};

/** readUpload decodes an upload. Throws `malformed-json` for other encodings. */
export function readUpload(bytes: Uint8Array): UploadText {
  const text = decodeUpload(bytes);
  let whole: { parsed: { value: unknown } | undefined } | undefined;
  return {
    text,
    whole: () => {
      whole ??= { parsed: /^\s*[[{"\w-]/.test(text) ? parseJson(text) : undefined };
      return whole.parsed;
    },
    first: () => parseJson(text.trimStart().split("\n", 1)[0] ?? ""),
    lines: () => parseLines(text),
  };
}

function parseLines(text: string): unknown[] {
  const values: unknown[] = [];
  text.split("\n").forEach((line, index) => {
    if (line.trim() === "") return;
    if (values.length === MAX_CASES) {
      throw new AppError("invalid-evals", `The run has more than ${MAX_CASES} cases.`);
    }
    const row = parseJson(line);
    if (row === undefined) {
      const where = index === 0 ? "" : ` Line ${index + 1} is not.`;
      throw new AppError("malformed-json", `The file is neither JSON nor JSON in lines.${where}`);
    }
    values.push(row.value);
  });
  return values;
}
