import { canonicalJson, type JsonValue } from "../../domain/canonical-json.ts";
import { digestOf } from "../../domain/digest.ts";
import { AppError } from "../../domain/errors.ts";
import { renderPrompt } from "../../domain/prompts/render-prompt.ts";
import { compileRuleSchema, isCheckable } from "./check-rules.ts";
import type { GoldenCase } from "./golden-case.ts";
import { judgeVariables, PREAMBLE } from "./judge-messages.ts";
import type { ChatMessage, PlanInput, PlannedCase, RunPlan } from "./plan-types.ts";

export const MAX_REPEATS = 10;
const QUESTION_NAMES = ["question", "input"];

/**
 * planRun makes a run of its parts, or says what stands in its way: a variable without a value, a case that nothing
 * checks, a rule that cannot be used. Throws `invalid-evals`, `invalid`.
 */
export function planRun(input: PlanInput): RunPlan {
  const { endpoint, model, settings, judge, repeats, evidence } = input;
  if (!Number.isInteger(repeats) || repeats < 1 || repeats > MAX_REPEATS) {
    throw new AppError("invalid", `Cases are asked from 1 to ${MAX_REPEATS} times.`);
  }
  const cases = input.cases.map((golden) => planCase(input, golden));
  const parts = {
    endpoint: digestOf(endpoint),
    prompt: digestOf(canonicalJson(cases.map(({ messages }) => messages))),
    model: digestOf(model.name),
    "generation settings": digestOf(canonicalJson(digestible(settings))),
    "golden set": digestOf(canonicalJson(cases.map(({ golden }) => digestible({ ...golden, line: 0 })))),
    judge: digestOf(judge === null ? "" : `${PREAMBLE}\n${judge.rubric}`),
    "judge model": digestOf(judge?.model.name ?? ""),
  };
  return {
    ...{ endpoint, model, settings, judge, repeats, evidence, cases, parts },
    planDigest: digestOf(canonicalJson(parts)),
  };
}

function planCase(input: PlanInput, golden: GoldenCase): PlannedCase {
  const where = `Case ${golden.id} (line ${golden.line} of the golden set)`;
  if (!isCheckable(golden, input.judge !== null)) {
    throw new AppError(
      "invalid-evals",
      `${where} has nothing to check an answer by: give it rules, an expected answer, or run with a judge.`,
    );
  }
  if (golden.rules.matchesSchema !== undefined) compileRuleSchema(golden.rules.matchesSchema);
  const values = caseValues(golden);
  const { texts, unresolved } = renderPrompt({ texts: input.prompt.texts.map(withPlace) }, values);
  refuseMissing(where, "the prompt", unresolved);
  if (input.judge !== null) {
    const missing = judgeVariables(input.judge.rubric).filter((name) => !values.has(name));
    refuseMissing(where, "the judge", missing);
  }
  return { golden, messages: messagesOf(input, golden, texts) };
}

function withPlace(text: { role: string; text: string }) {
  return { ...text, path: "", lines: [] };
}

function refuseMissing(where: string, whose: string, names: readonly string[]): void {
  if (names.length === 0) return;
  const several = names.length > 1 ? "values" : "a value";
  throw new AppError(
    "invalid-evals",
    `${where} gives no value for ${names.join(", ")} of ${whose}. Add ${several} to its vars.`,
  );
}

/** caseValues is what a case fills in: its vars, and its question under the usual names. */
export function caseValues(golden: GoldenCase): Map<string, string> {
  const values = new Map<string, string>();
  if (golden.question !== null) for (const name of QUESTION_NAMES) values.set(name, golden.question);
  for (const [name, value] of Object.entries(golden.vars)) values.set(name, value);
  return values;
}

/** A template that holds the question is the user's message; one that does not is the system's, and the question follows. */
function messagesOf(
  input: PlanInput,
  golden: GoldenCase,
  texts: readonly { role: string; text: string }[],
): ChatMessage[] {
  const asks = input.prompt.texts.some(({ text }) => QUESTION_NAMES.some((name) => usesName(text, name)));
  const messages = texts.map(
    ({ role, text }): ChatMessage => ({
      role: roleOf(role, asks || golden.question === null),
      content: text,
    }),
  );
  if (!asks && golden.question !== null) messages.push({ role: "user", content: golden.question });
  if (!messages.some(({ role }) => role === "user"))
    throw new AppError("invalid-evals", "The prompt has no message of the user.");
  return messages;
}

function usesName(text: string, name: string): boolean {
  return new RegExp(`\\{\\{\\s*${name}\\s*\\}\\}`).test(text);
}

function roleOf(role: string, isWhole: boolean): ChatMessage["role"] {
  if (role === "user" || role === "assistant" || role === "system") return role;
  return role === "developer" || !isWhole ? "system" : "user";
}

/** Numbers enter the digest as text, because a fraction has no one form in every language. */
function digestible(value: unknown): JsonValue {
  if (Array.isArray(value)) return value.map(digestible);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, digestible(inner)]));
  }
  return typeof value === "string" || typeof value === "boolean" || value === null
    ? value
    : `#${String(value)}`;
}
