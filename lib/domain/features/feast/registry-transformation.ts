import { type FeatureTransformation, UNREAD_VALUE } from "../feature-view-spec.ts";
import { splitLines, splitStatements } from "./logical-lines.ts";
import { pythonSource } from "./python-source.ts";
import type { PythonFunction } from "./python-value.ts";
import { readFunction } from "./read-function.ts";
import type { RegistryView } from "./registry-schema.ts";
import { tokenize } from "./tokenize.ts";

const MAX_LENGTH = 1024 * 1024;

/**
 * readRegistryTransformation reads the function that a registry keeps as text, in the form in which it is read from a
 * file. A function that is kept only as Python's serialised object is said: its bytes differ from one apply to the next.
 */
export function readRegistryTransformation(
  spec: RegistryView,
  say: (sentence: string) => void,
): FeatureTransformation | null {
  const { featureTransformation, userDefinedFunction } = spec;
  const given = featureTransformation?.userDefinedFunction ?? userDefinedFunction;
  const hasPlan = featureTransformation?.substraitTransformation !== undefined;
  if (given === undefined && !hasPlan) return null;
  const mode = (spec.mode || given?.mode || "").toLowerCase() || null;
  const text = pythonSource(given?.bodyText ?? "");
  if (text.trim() === "" || text.length > MAX_LENGTH) {
    say("The registry does not keep the transformation as text, so it is not read.");
    return { name: given?.name || UNREAD_VALUE, mode, body: UNREAD_VALUE };
  }
  const definition = functionIn(text);
  if (definition !== null) return { name: definition.name, mode, body: definition.body };
  const lines = text.split("\n").map((line) => line.trimEnd());
  return { name: given?.name ?? "", mode, body: lines.filter((line) => line !== "").join("\n") };
}

/** The text begins with the function's decorators. */
function functionIn(text: string): PythonFunction | null {
  const { tokens } = tokenize(text);
  const module = { text, source: text.split("\n"), tokens };
  for (const statement of splitStatements(splitLines(text, tokens))) {
    const definition = readFunction(module, statement, statement.block);
    if (definition !== null) return definition;
  }
  return null;
}
