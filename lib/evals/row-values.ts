import { z } from "zod";

/** One row of CSV or JSONL: how to get at a value by its column or path. */
export type Row = { names: string[]; get: (path: string) => unknown };

/** csvRow: cells are text; an empty one is nothing. */
export function csvRow(names: string[], cells: readonly string[]): Row {
  const values = new Map(names.map((name, index) => [name, cells[index] ?? ""]));
  return { names, get: (path) => values.get(path) || null };
}

/** jsonRow: a path is a field's own name, or the names on the way to it with dots between (`inputs.id`). */
export function jsonRow(value: Record<string, unknown>): Row {
  return { names: Object.keys(value), get: (path) => valueAt(value, path) };
}

function valueAt(value: unknown, path: string): unknown {
  if (typeof value !== "object" || value === null) return null;
  const own = Object.getOwnPropertyDescriptor(value, path);
  if (own !== undefined) return own.value;
  for (let dot = path.indexOf("."); dot > 0; dot = path.indexOf(".", dot + 1)) {
    const next = Object.getOwnPropertyDescriptor(value, path.slice(0, dot));
    if (next !== undefined) return valueAt(next.value, path.slice(dot + 1));
  }
  return null;
}

const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const WORDS = new Map<unknown, boolean>([
  ...["true", "1", "1.0", "pass", "passed", "yes"].map((word) => [word, true] as const),
  ...["false", "0", "0.0", "fail", "failed", "no", "error"].map((word) => [word, false] as const),
]);

/** CSV has nothing but text, so its numbers are text that is a decimal number; NaN and Infinity are not. */
export const csvNumber = z
  .string()
  .regex(DECIMAL, "is not a number")
  .transform(Number)
  .pipe(z.number("is too large a number"));

/** A verdict as tools write it: true or false, 1 or 0, pass or fail. */
export const verdict = z.union([
  z.boolean(),
  z.literal([0, 1]).transform((value) => value === 1),
  z.string().transform((text, ctx) => {
    const known = WORDS.get(text.trim().toLowerCase());
    if (known !== undefined) return known;
    ctx.addIssue({ code: "custom", message: "is neither true nor false" });
    return z.NEVER;
  }),
]);
