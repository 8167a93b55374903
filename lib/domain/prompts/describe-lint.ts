import type { ArtifactProblem } from "../artifacts/artifact-kind.ts";
import { usedNames } from "./lint-variables.ts";
import type { Prompt } from "./prompt.ts";

/** What people read of a lint: every finding, and what was looked at and is in order. */
export type LintLine = {
  verdict: "fail" | "review" | "pass" | "insufficient" | "not_applicable";
  path: string | null;
  line: number | null;
  code: string;
  message: string;
};

/** How recorded responses stand against the output schema; null where nothing says that they should be checked. */
export type ResponseCheck = {
  checked: number;
  failed: readonly { line: number; message: string }[];
  problem: string | null;
} | null;

const VARIABLES = [
  "undeclared_variable",
  "unused_variable",
  "unresolved_variable",
  "unicode_twin",
  "broken_placeholder",
];
const PINS = ["pin_differs", "unpinned_reference", "floating_reference", "missing_guardrail"];

/** describeLint lists findings first, failures before what a person should look at, then what is in order. */
export function describeLint(
  prompt: Prompt,
  problems: readonly ArtifactProblem[],
  responses: ResponseCheck,
): LintLine[] {
  const found = problems.map(({ path, line, severity, code, message }): LintLine => {
    return { verdict: severity === "error" ? "fail" : "review", path, line, code, message };
  });
  const has = (codes: readonly string[]) => problems.some(({ code }) => codes.includes(code));
  return [
    ...found,
    ...(has(VARIABLES) ? [] : [variablesLine(prompt)]),
    ...(has(["secret"])
      ? []
      : [inOrder("secret", "no keys, tokens or passwords of known makers in the text")]),
    ...(has(PINS) ? [] : [pinsLine(prompt)]),
    ...(has(["output_schema", "output_schema_not_found"]) ? [] : [schemaLine(prompt)]),
    ...responseLines(prompt, responses),
    ...(has(["missing_part"]) || !prompt.promisesCompleteness
      ? []
      : [inOrder("missing_part", "the manifest has every part that it promises")]),
  ];
}

function inOrder(code: string, message: string): LintLine {
  return { verdict: "pass", path: null, line: null, code, message };
}

function notApplicable(code: string, message: string): LintLine {
  return { ...inOrder(code, message), verdict: "not_applicable" };
}

function variablesLine(prompt: Prompt): LintLine {
  const used = usedNames(prompt).length;
  if (prompt.declared === null) {
    const message = `${used} ${used === 1 ? "variable" : "variables"} used; a template without a manifest declares none`;
    return notApplicable("undeclared_variable", message);
  }
  const bound = prompt.declared.filter(({ boundBy }) => boundBy !== null).length;
  return inOrder(
    "undeclared_variable",
    `${prompt.declared.length} variables declared, ${used} used, ${bound} bound`,
  );
}

function pinsLine(prompt: Prompt): LintLine {
  if (prompt.form === "template")
    return notApplicable("unpinned_reference", "a template without a manifest leans on nothing by name");
  const count = (prompt.fewShot?.length ?? 0) + (prompt.tools?.length ?? 0);
  return inOrder(
    "unpinned_reference",
    `guardrail policy fixed by version, ${count} ${count === 1 ? "file" : "files"} pinned by hash`,
  );
}

function schemaLine(prompt: Prompt): LintLine {
  return prompt.outputSchema === null
    ? notApplicable("output_schema", "no output schema is named")
    : inOrder("output_schema", "the output schema can be read");
}

function responseLines(prompt: Prompt, responses: ResponseCheck): LintLine[] {
  const code = "recorded_responses";
  if (prompt.outputSchema === null) return [];
  if (responses === null) return [notApplicable(code, "no recorded responses are named")];
  if (responses.problem !== null) return [{ ...inOrder(code, responses.problem), verdict: "insufficient" }];
  const { checked, failed } = responses;
  const message = `${checked - failed.length} of ${checked} recorded responses match the output schema`;
  const [first] = failed;
  if (first === undefined) return [inOrder(code, message)];
  const path = prompt.recordedResponses?.path ?? null;
  const whole = `${message}; the first that does not: ${first.message}`;
  return [{ verdict: "fail", path, line: first.line, code, message: whole }];
}
