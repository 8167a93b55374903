import { CsvError } from "csv-parse";
import { parse } from "csv-parse/sync";
import { z } from "zod";
import { AppError } from "../domain/errors.ts";
import { type Columns, guessColumns } from "./column-map.ts";
import { type EvalFormat, type ImportedRun, type ImportOptions, MAX_CASES } from "./imported-run.ts";
import { rowCase } from "./row-case.ts";
import { csvRow, jsonRow, type Row } from "./row-values.ts";
import type { UploadText } from "./upload-text.ts";

const MAX_COLUMNS = 500;

/** importCsv reads comma-separated rows under a header. Throws `invalid-evals` with the line. */
export function importCsv(upload: UploadText, options: ImportOptions = {}): ImportedRun {
  const [names = [], ...records] = csvRecords(upload.text);
  if (names.length > MAX_COLUMNS) throw new AppError("invalid-evals", "The file has more than 500 columns.");
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new AppError("invalid-evals", `Two columns are named "${twice.slice(0, 80)}".`);
  }
  return fromRows(
    "csv",
    records.map((cells) => csvRow(names, cells)),
    options,
    names,
  );
}

/** importJsonl reads a JSON object a line; paths of the column map go into them. */
export function importJsonl(upload: UploadText, options: ImportOptions = {}): ImportedRun {
  const rows = upload.lines().map((value, index) => {
    const row = z.record(z.string(), z.unknown()).safeParse(value);
    if (!row.success) throw new AppError("invalid-evals", `Row ${index + 1} is not a JSON object.`);
    return jsonRow(row.data);
  });
  return fromRows("jsonl", rows, options, rows[0]?.names ?? []);
}

/** isJsonl: the first line is an object that has a column we know by name. */
export function isJsonl(upload: UploadText): boolean {
  const value = z.record(z.string(), z.unknown()).safeParse(upload.first()?.value);
  return value.success && hasMap(guessColumns(Object.keys(value.data)));
}

/** isCsv: the first line is a header that has a column we know by name. */
export function isCsv(upload: UploadText): boolean {
  const [line = ""] = upload.text.split("\n", 1);
  if (/^\s*[[{<]/.test(line)) return false;
  try {
    return hasMap(guessColumns(csvRecords(line)[0] ?? []));
  } catch {
    return false;
  }
}

function hasMap(columns: Columns): boolean {
  return columns.caseId !== undefined;
}

function csvRecords(text: string): string[][] {
  try {
    return z.array(z.array(z.string())).parse(
      parse(text, {
        bom: true,
        skip_empty_lines: true,
        max_record_size: 16 * 1024 * 1024,
        to: MAX_CASES + 2,
      }),
    );
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new AppError("invalid-evals", `This is not CSV. ${error.message}.`, { internal: error });
  }
}

function fromRows(
  format: Extract<EvalFormat, "csv" | "jsonl">,
  rows: readonly Row[],
  options: ImportOptions,
  names: readonly string[],
): ImportedRun {
  const guessed = guessColumns(names);
  const columns = { ...guessed, ...options.columns };
  const missing = (["caseId", "score"] as const).filter((name) => columns[name] === undefined);
  if (missing.length > 0 && rows.length > 0) {
    throw new AppError(
      "invalid-evals",
      `No column is known to be ${missing.join(" or ")}. Say it with columns=${missing.map((name) => `${name}=…`).join(",")}; the file has ${shown(names)}.`,
    );
  }
  const tool = names.includes("example_id") ? "langsmith" : format;
  const cases = rows.map((row, index) => rowCase(row, columns, { format, place: index }));
  return { format, tool, createdAt: null, conditions: null, cases };
}

function shown(names: readonly string[]): string {
  return names
    .slice(0, 20)
    .map((name) => `"${name.slice(0, 60)}"`)
    .join(", ");
}
