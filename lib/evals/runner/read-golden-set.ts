import type { z } from "zod";
import { AppError } from "../../domain/errors.ts";
import { MAX_CASES } from "../imported-run.ts";
import { type GoldenCase, type GoldenRules, goldenLine } from "./golden-case.ts";

const PATTERNS = ["regex", "matches", "pattern", "iregex"];

/**
 * readGoldenSet reads a golden set: JSON, one case a line (`id`, `question` or `input` or `vars`, `expected`, `tags`,
 * rules beside them or under `rules`). Throws `invalid-evals` with the number of the line that is wrong.
 */
export function readGoldenSet(text: string, path: string): GoldenCase[] {
  const cases: GoldenCase[] = [];
  const lineOf = new Map<string, number>();
  for (const [index, source] of text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .entries()) {
    if (source.trim() === "") continue;
    const line = index + 1;
    const item = readLine(source, line, path);
    const before = lineOf.get(item.id);
    if (before !== undefined)
      throw wrong(path, line, `has the id "${item.id}" of line ${before}. Give each case its own`);
    lineOf.set(item.id, line);
    cases.push(item);
  }
  if (cases.length === 0) throw new AppError("invalid-evals", `${path} has no cases.`);
  if (cases.length > MAX_CASES)
    throw new AppError("invalid-evals", `${path} has more than ${MAX_CASES} cases.`);
  return cases;
}

function readLine(source: string, line: number, path: string): GoldenCase {
  const parsed = goldenLine.safeParse(parseJson(source, line, path));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw wrong(
      path,
      line,
      `is no golden case: ${issue?.path.join(".") || "the line"}: ${issue?.message ?? ""}`,
    );
  }
  return toCase(parsed.data, line, path);
}

function toCase(read: z.output<typeof goldenLine>, line: number, path: string): GoldenCase {
  const id = read.id ?? read.caseId;
  if (id === undefined) throw wrong(path, line, "has no id. Runs are compared case by case, by their ids");
  const pattern = PATTERNS.find((name) => name in read || name in read.rules);
  if (pattern !== undefined) {
    throw wrong(
      path,
      line,
      `asks for ${pattern}. Regular expressions are not run; use contains or matchesSchema`,
    );
  }
  const inputs = typeof read.input === "object" ? read.input : {};
  const question = read.question ?? (typeof read.input === "string" ? read.input : null);
  const vars = Object.fromEntries(
    Object.entries({ ...inputs, ...read.vars }).map(([name, value]) => [name, textOf(value)]),
  );
  if (question === null && Object.keys(vars).length === 0) {
    throw wrong(path, line, "asks nothing. Give it a question, an input or vars");
  }
  return {
    ...{ id, line, question, vars, tags: read.tags, rules: rulesOf(read) },
    expected: read.expected ?? null,
    rubric: read.rubric ?? null,
  };
}

function rulesOf(read: z.output<typeof goldenLine>): GoldenRules {
  const { rules } = read;
  const contains = [...(rules.contains ?? []), ...(read.contains ?? []), ...(read.mustInclude ?? [])];
  const notContains = [
    ...(rules.notContains ?? []),
    ...(read.notContains ?? []),
    ...(read.mustNotInclude ?? []),
  ];
  const equals = rules.equals ?? read.equals;
  const maxChars = rules.maxChars ?? read.maxChars;
  const matchesSchema = rules.matchesSchema ?? read.matchesSchema;
  return {
    ...(contains.length > 0 ? { contains } : {}),
    ...(notContains.length > 0 ? { notContains } : {}),
    ...(equals === undefined ? {} : { equals }),
    ...(maxChars === undefined ? {} : { maxChars }),
    ...(matchesSchema === undefined ? {} : { matchesSchema }),
  };
}

function textOf(value: unknown): string {
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function parseJson(source: string, line: number, path: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    throw wrong(path, line, "is not JSON. Write one case a line");
  }
}

function wrong(path: string, line: number, what: string): AppError {
  return new AppError("invalid-evals", `${path}, line ${line} ${what}.`, { params: { path, line } });
}
