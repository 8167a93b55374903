import { type FeatureTransformation, UNREAD_VALUE } from "../feature-view-spec.ts";
import type { PythonFunction, PythonValue } from "./python-value.ts";
import { argumentOf, type Reading, type Subject, sayUnread } from "./reading.ts";
import type { Scope } from "./scope.ts";
import { defaultModeOf } from "./view-classes.ts";

/**
 * readTransformation reads the function that a view decorates or is given, and its mode. Null where there is none.
 * What the function takes from elsewhere in the file is said: it can change while the function stays the same.
 */
export function readTransformation(
  reading: Reading,
  scope: Scope,
  subject: Subject,
): FeatureTransformation | null {
  const definition = subject.call.decorates ?? givenFunction(reading, subject);
  if (definition === null) return null;
  if (definition === undefined)
    return { name: UNREAD_VALUE, mode: readMode(reading, subject), body: UNREAD_VALUE };
  for (const name of definition.uses) {
    const value = scope.names.get(name);
    if (value === undefined || (value.kind === "name" && !value.path.startsWith("."))) continue;
    const what = `\`${definition.name}\` uses \`${name}\`, which is not a part of it`;
    reading.note(definition.line, `${what}: a change of it is not seen.`);
  }
  return { name: definition.name, mode: readMode(reading, subject), body: definition.body };
}

/** `udf=f`, or `feature_transformation=PandasTransformation(udf=f)`; undefined where it could not be read, which is said. */
function givenFunction(reading: Reading, subject: Subject): PythonFunction | null | undefined {
  const whole = argumentOf(subject, "feature_transformation");
  if (whole?.kind === "call" && /Transformation$/.test(whole.call.className)) {
    const inner = { call: whole.call, of: `the transformation of ${subject.of}` };
    const value = argumentOf(inner, "udf");
    if (value !== null) return functionOf(reading, inner, "udf", value);
  }
  if (whole !== null) return functionOf(reading, subject, "feature_transformation", whole);
  const value = argumentOf(subject, "udf");
  return value === null ? null : functionOf(reading, subject, "udf", value);
}

function functionOf(
  reading: Reading,
  subject: Subject,
  name: string,
  value: PythonValue,
): PythonFunction | undefined {
  if (value.kind === "function") return value.definition;
  if (value.kind === "call" && value.call.path.startsWith("feast.") && value.call.decorates !== null) {
    return value.call.decorates;
  }
  sayUnread(reading, subject, name, value, "a function of this file");
  return undefined;
}

/** `mode="pandas"` or `mode=TransformationMode.PANDAS`. */
function readMode(reading: Reading, subject: Subject): string | null {
  const value = argumentOf(subject, "mode");
  if (value === null) return defaultModeOf(subject.call);
  if (value.kind === "text") return value.value.toLowerCase();
  const [, member] = (value.kind === "name" && /\.TransformationMode\.(\w+)$/.exec(value.path)) || [];
  if (member !== undefined) return member.toLowerCase();
  sayUnread(reading, subject, "mode", value, "a text");
  return null;
}
