import type { ArtifactProblem } from "../artifacts/artifact-kind.ts";
import type { Prompt, VariableUse } from "./prompt.ts";

/** Names that template languages bring themselves. */
const BUILT_IN = new Set(["this", "loop", "true", "false", "none", "null", "."]);

/**
 * lintVariables compares what a prompt uses with what it declares. A plain template declares nothing, so that all it
 * uses is its contract; a manifest that promises completeness is held to its declaration.
 */
export function lintVariables(prompt: Prompt): ArtifactProblem[] {
  return [...undeclared(prompt), ...unusedAndUnbound(prompt), ...foreign(prompt), ...twins(prompt)];
}

/** usedNames is each used variable once, at its first place. */
export function usedNames(prompt: Pick<Prompt, "used">): VariableUse[] {
  const seen = new Map<string, VariableUse>();
  for (const use of prompt.used) if (!seen.has(use.name)) seen.set(use.name, use);
  return [...seen.values()];
}

/** `user.name` is declared by `user.name` or by `user`. */
function isDeclared(name: string, declared: ReadonlySet<string>): boolean {
  return declared.has(name) || declared.has(name.split(".")[0] ?? name);
}

function undeclared(prompt: Prompt): ArtifactProblem[] {
  if (prompt.declared === null && !prompt.promisesCompleteness) return [];
  const declared = new Set((prompt.declared ?? []).map(({ name }) => name));
  // What a loop binds is not to be declared, and telling its names apart would mean to run it.
  const isLogical = prompt.other.some(({ syntax }) => syntax === "logic");
  const severity = prompt.promisesCompleteness && !isLogical ? "error" : "warning";
  const mentioned = new Set(prompt.mentioned);
  return usedNames(prompt)
    .filter(({ name }) => !isDeclared(name, declared) && !BUILT_IN.has(name.toLowerCase()))
    .filter(({ name }) => !(isLogical && mentioned.has(name)))
    .map(({ name, path, line }) => ({
      ...{ path, line, severity, code: "undeclared_variable" },
      message: `{{${name}}} is used and not declared: add it to variables, or correct its name.`,
    }));
}

function unusedAndUnbound(prompt: Prompt): ArtifactProblem[] {
  const path = prompt.manifestPath ?? "";
  const used = new Set([
    ...prompt.used.flatMap(({ name }) => [name, name.split(".")[0] ?? name]),
    ...prompt.mentioned,
    ...prompt.other.map(({ name }) => name),
  ]);
  const severity = prompt.promisesCompleteness ? "error" : "warning";
  return (prompt.declared ?? []).flatMap(({ name, line, boundBy }): ArtifactProblem[] => {
    const place = { path, line };
    if (!used.has(name)) {
      const message = `${name} is declared and never used: remove it, or use it in the text.`;
      return [{ ...place, severity: "warning", code: "unused_variable", message }];
    }
    if (boundBy !== null && boundBy.trim() !== "") return [];
    const message = `Nothing fills ${name} in: say with boundBy who does (request, gateway, or a feature view).`;
    return [{ ...place, severity, code: "unresolved_variable", message }];
  });
}

const FOREIGN_WORDS = {
  "f-string": "{name} is the syntax of Python's f-strings",
  dollar: "$\u007bname} is the syntax of shells and JavaScript",
  filter: "Filters and calls inside {{ }}",
  logic: "Logic blocks",
  broken: "A {{ without its }} is never filled in",
} as const;

/** One finding for each language, at its first place: a template in another language has many. */
function foreign(prompt: Prompt): ArtifactProblem[] {
  return (["broken", "filter", "logic", "dollar", "f-string"] as const).flatMap(
    (syntax): ArtifactProblem[] => {
      const all = prompt.other.filter((item) => item.syntax === syntax);
      const [first] = all;
      if (first === undefined) return [];
      const names = [...new Set(all.map(({ name }) => name))];
      const shown = names.slice(0, 5).join(", ") + (names.length > 5 ? ` and ${names.length - 5} more` : "");
      const tail = syntax === "broken" ? "close it" : "seen, never run and not filled in here";
      return [
        {
          ...{ path: first.path, line: first.line, severity: "warning" },
          code: syntax === "broken" ? "broken_placeholder" : "unrendered_syntax",
          message: `${FOREIGN_WORDS[syntax]}: ${tail} (${shown}).`,
        },
      ];
    },
  );
}

/** Names that look the same and are not: composed and decomposed spellings of one word. */
function twins(prompt: Prompt): ArtifactProblem[] {
  const places = [
    ...usedNames(prompt),
    ...(prompt.declared ?? []).map(({ name, line }) => ({ name, line, path: prompt.manifestPath ?? "" })),
  ];
  const byLook = new Map<string, { names: Set<string>; path: string; line: number | null }>();
  for (const { name, path, line } of places) {
    const look = name.normalize("NFC");
    const known = byLook.get(look);
    if (known === undefined) byLook.set(look, { names: new Set([name]), path, line });
    else known.names.add(name);
  }
  return [...byLook].flatMap(([look, { names, path, line }]): ArtifactProblem[] => {
    if (names.size < 2) return [];
    const message = `${look} is written in two ways that look the same (composed and decomposed): they are two variables.`;
    return [{ path, line, severity: "warning", code: "unicode_twin", message }];
  });
}
