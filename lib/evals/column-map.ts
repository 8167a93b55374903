import { z } from "zod";
import { AppError } from "../domain/errors.ts";

/** What a column can be. Seconds become milliseconds; `passAt` is a number, not a column. */
export const COLUMN_TARGETS = [
  "caseId",
  "repeat",
  "score",
  "passed",
  "passAt",
  "error",
  "input",
  "output",
  "reason",
  "tags",
  "totalTokens",
  "inputTokens",
  "outputTokens",
  "latencyMs",
  "latencySeconds",
  "costUsd",
] as const;
const target = z.enum(COLUMN_TARGETS);

/** By what a column is: the header of a CSV's column, or the path of a value in a row of JSONL. */
export type Columns = Partial<Record<z.output<typeof target>, string>>;

const columnsObject = z.partialRecord(target, z.string().min(1).max(300));

/**
 * parseColumns reads a column map: `caseId=inputs.id,score=feedback.correctness`, or a JSON object where a column's
 * name has a comma. Throws `bad-request` naming what it does not know.
 */
export function parseColumns(text: string): Columns {
  const value = text.trim().startsWith("{") ? jsonOf(text) : pairsOf(text);
  const columns = columnsObject.safeParse(value);
  if (columns.success) return columns.data;
  throw new AppError(
    "bad-request",
    `The column map is not valid. Write what=column, with commas between; what is one of ${COLUMN_TARGETS.join(", ")}.`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function pairsOf(text: string): Record<string, string> {
  const pairs = text.split(",").map((pair): [string, string] => {
    const at = pair.indexOf("=");
    return at < 0 ? [pair.trim(), ""] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
  });
  const names = new Set(pairs.map(([name]) => name));
  if (names.size < pairs.length) throw new AppError("bad-request", "The column map says one thing twice.");
  return Object.fromEntries(pairs);
}

const SAME_NAME = COLUMN_TARGETS.filter((name) => name !== "passAt");

/**
 * guessColumns is the map of a file that comes without one: columns that have our own names, and those of a LangSmith
 * experiment (`example_id`, `inputs.*`, `outputs.*`, `feedback.*`, `execution_time`). Of several feedbacks none is
 * taken for the score: that is for the sender to say.
 */
export function guessColumns(names: readonly string[]): Columns {
  const own = SAME_NAME.filter((name) => names.includes(name)).map((name) => [name, name] as const);
  if (!names.includes("example_id")) return Object.fromEntries(own);
  const only = (prefix: string) => {
    const [first, ...others] = names.filter((name) => name.startsWith(prefix));
    return first !== undefined && others.length === 0 ? first : undefined;
  };
  const langsmith: [string, string | undefined][] = [
    ["caseId", "example_id"],
    ["score", only("feedback.")],
    ["input", only("inputs.")],
    ["output", only("outputs.")],
    ["error", names.includes("error") ? "error" : undefined],
    ["latencySeconds", names.includes("execution_time") ? "execution_time" : undefined],
  ];
  return Object.fromEntries([...langsmith.filter(([, name]) => name !== undefined), ...own]);
}
