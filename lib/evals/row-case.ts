import { z } from "zod";
import { AppError } from "../domain/errors.ts";
import type { EvalCaseInput } from "../domain/gates/eval-case.ts";
import {
  caseIdText,
  MAX_METRICS,
  MAX_TAGS,
  measuredNumber,
  metricName,
  shareNumber,
  tagText,
  textOf,
  tokenCount,
} from "./case-fields.ts";
import type { Columns } from "./column-map.ts";
import { csvNumber, type Row, verdict } from "./row-values.ts";

type Place = { format: "csv" | "jsonl"; place: number };
type Target = Exclude<keyof Columns, "passAt">;

/** rowCase makes one case of a row by the column map. Throws `invalid-evals` naming the row, the column and what is wrong. */
export function rowCase(row: Row, columns: Columns, where: Place): EvalCaseInput {
  const read = readerOf(row, columns, where);
  const error = textOf(read("error", z.unknown()));
  const isError = error !== null && error !== "";
  const score = isError ? 0 : read.required("score", numeric(where, shareNumber));
  const seconds = read("latencySeconds", numeric(where, measuredNumber));
  return {
    caseId: read.required("caseId", idText),
    repeat: read("repeat", numeric(where, z.int().min(1).max(1_000))) ?? 1,
    passed: passedOf(read("passed", verdict), score, columns, where),
    score,
    totalTokens: read("totalTokens", numeric(where, tokenCount)),
    inputTokens: read("inputTokens", numeric(where, tokenCount)),
    outputTokens: read("outputTokens", numeric(where, tokenCount)),
    latencyMs: seconds === null ? read("latencyMs", numeric(where, measuredNumber)) : seconds * 1000,
    costUsd: read("costUsd", numeric(where, measuredNumber)),
    isCached: false,
    input: textOf(read("input", z.unknown())),
    output: textOf(read("output", z.unknown())),
    reason: isError ? error : textOf(read("reason", z.unknown())),
    isError,
    tags: tagsOf(read("tags", z.unknown())),
    metrics: metricsOf(row, columns, where),
  };
}

const idText = z.union([z.string(), z.int()]).transform(String).pipe(caseIdText);

function numeric<Schema extends z.ZodType<number, number>>(where: Place, schema: Schema) {
  return where.format === "csv" ? csvNumber.pipe(schema) : schema;
}

function readerOf(row: Row, columns: Columns, where: Place) {
  const read = <Schema extends z.ZodType>(target: Target, schema: Schema): z.output<Schema> | null => {
    const path = columns[target];
    const value = path === undefined ? null : row.get(path);
    if (value === null || value === undefined) return null;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    throw refuse(where, target, path ?? "", parsed.error.issues[0]?.message ?? "is not valid");
  };
  const required = <Schema extends z.ZodType>(target: Target, schema: Schema): z.output<Schema> => {
    const value = read(target, schema);
    if (value !== null) return value;
    throw refuse(where, target, columns[target] ?? "", "is missing");
  };
  return Object.assign(read, { required });
}

function refuse({ place }: Place, target: string, path: string, message: string): AppError {
  const pointer = `/${place}/${target}`;
  return new AppError(
    "invalid-evals",
    `Row ${place + 1}, ${target} (column "${path.slice(0, 80)}"): ${message}.`,
    { errors: [{ pointer, message }] },
  );
}

/** A verdict of its own counts; else `passAt`; else a score of 1 or 0 says it itself. */
function passedOf(given: boolean | null, score: number, columns: Columns, where: Place): boolean {
  if (given !== null) return given;
  if (columns.passAt !== undefined) {
    const limit = csvNumber.pipe(shareNumber).safeParse(columns.passAt);
    if (limit.success) return score >= limit.data;
    throw new AppError("bad-request", "passAt in the column map has to be a number from 0 to 1.");
  }
  if (score === 0 || score === 1) return score === 1;
  throw refuse(
    where,
    "passed",
    columns.passed ?? "",
    "is missing, and the score is neither 0 nor 1. Name the column that says it (passed=…) or the score from which a case has passed (passAt=0.8)",
  );
}

function tagsOf(value: unknown): string[] {
  const list = Array.isArray(value) ? value : typeof value === "string" ? value.split(/[,;|]/) : [];
  const tags = list.flatMap((item: unknown) => {
    const tag = tagText.safeParse(typeof item === "string" ? item.trim() : item);
    return tag.success ? [tag.data] : [];
  });
  return [...new Set(tags)].slice(0, MAX_TAGS);
}

/** Every other numeric column under `feedback.` or `metrics.` is a named score. */
function metricsOf(row: Row, columns: Columns, where: Place): Record<string, number> {
  const used = new Set(Object.values(columns));
  const entries = row.names.flatMap((name) => {
    const metric = /^(feedback|metrics)\.(.+)$/.exec(name)?.[2];
    if (metric === undefined || used.has(name) || !metricName.safeParse(metric).success) return [];
    const value = numeric(where, z.number()).safeParse(row.get(name));
    return value.success ? [[metric, value.data] as const] : [];
  });
  return Object.fromEntries(entries.slice(0, MAX_METRICS));
}
