import { Ajv, type ValidateFunction } from "ajv";
import { AppError } from "../../domain/errors.ts";
import type { GoldenCase, GoldenRules } from "./golden-case.ts";

/** A rule that an answer broke, as a sentence; `count` rules were looked at. */
export type RuleVerdict = { count: number; failures: string[] };

const PATTERN_WORDS = ["pattern", "patternProperties"];
const MAX_SCHEMA_CHARS = 100_000;

/** checkRules holds an answer against a case's rules. A reference answer is a rule only where there is no judge. */
export function checkRules(
  item: Pick<GoldenCase, "rules" | "expected">,
  answer: string,
  hasJudge: boolean,
): RuleVerdict {
  const { rules } = item;
  const text = answer.toLowerCase();
  const checks: (string | null)[] = [
    ...(rules.contains ?? []).map((part) =>
      text.includes(part.toLowerCase()) ? null : `The answer does not contain "${part}".`,
    ),
    ...(rules.notContains ?? []).map((part) =>
      text.includes(part.toLowerCase()) ? `The answer contains "${part}".` : null,
    ),
  ];
  if (rules.equals !== undefined)
    checks.push(sameText(answer, rules.equals) ? null : "The answer is another text.");
  if (!hasJudge && item.expected !== null) {
    checks.push(sameText(answer, item.expected) ? null : "The answer is not the expected one.");
  }
  if (rules.maxChars !== undefined) {
    const { length } = answer;
    checks.push(
      length <= rules.maxChars
        ? null
        : `The answer has ${length} characters; at most ${rules.maxChars} are allowed.`,
    );
  }
  if (rules.matchesSchema !== undefined) checks.push(checkSchema(rules.matchesSchema, answer));
  return { count: checks.length, failures: checks.filter((check) => check !== null) };
}

/** checkable says whether anything would judge this case: a case that nothing can fail must not count as passed. */
export function isCheckable(item: Pick<GoldenCase, "rules" | "expected">, hasJudge: boolean): boolean {
  return hasJudge || item.expected !== null || Object.keys(item.rules).length > 0;
}

function sameText(left: string, right: string): boolean {
  return left.trim() === right.trim();
}

type Schema = NonNullable<GoldenRules["matchesSchema"]>;
const compiled = new WeakMap<Schema, ValidateFunction>();

function checkSchema(schema: Schema, answer: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(answer);
  } catch {
    return "The answer is not JSON.";
  }
  try {
    return compileRuleSchema(schema)(value) ? null : "The answer does not fit the schema.";
  } catch {
    return "The answer could not be held against the schema.";
  }
}

/**
 * compileRuleSchema makes a validator of a case's JSON Schema. Throws `invalid-evals` where it is none, or where it
 * holds a regular expression: one that somebody uploaded could run for hours.
 */
export function compileRuleSchema(schema: Schema): ValidateFunction {
  const known = compiled.get(schema);
  if (known !== undefined) return known;
  if (JSON.stringify(schema).length > MAX_SCHEMA_CHARS)
    throw new AppError("invalid-evals", "The schema is too large.");
  if (hasPattern(schema)) {
    throw new AppError("invalid-evals", "Regular expressions are not run; take pattern out of the schema.");
  }
  try {
    const validate = new Ajv({
      strict: false,
      validateFormats: false,
      logger: false,
      allErrors: false,
    }).compile(schema);
    compiled.set(schema, validate);
    return validate;
  } catch (error) {
    throw new AppError("invalid-evals", "matchesSchema is no JSON Schema that can be used.", {
      internal: error,
    });
  }
}

function hasPattern(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([name, inner]) => PATTERN_WORDS.includes(name) || hasPattern(inner));
}
