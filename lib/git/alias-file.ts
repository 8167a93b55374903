import { isMap, isScalar, Scalar } from "yaml";
import { readYamlDocument } from "../contents/parse-yaml.ts";
import { AppError } from "../domain/errors.ts";

/** Digits alone, and digits around an e, are numbers to other readers of YAML. */
const LOOKS_LIKE_A_NUMBER = /^[0-9][0-9_]*(e[0-9_]+)?$/i;
const RELEASE_ID = /^[0-9a-f]{10}$/;

/** readAlias reads which release an environment's aliases file names; null when it names none. */
export function readAlias(text: string, path: string, environment: string): string | null {
  const value = findValue(text, path, environment)?.value;
  if (value === undefined || value === null || value === "") return null;
  if (typeof value === "string" && RELEASE_ID.test(value)) return value;
  throw new AppError(
    "invalid",
    `${path} does not name a release for ${environment}; write the release's id there.`,
  );
}

/** findAlias is readAlias for those who ask what is named and not why: null also where nobody can read it. */
export function findAlias(text: string, path: string, environment: string): string | null {
  try {
    return readAlias(text, path, environment);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/**
 * editAlias writes another release id into an aliases file and changes no other byte: comments, spacing, quotes and
 * line ends stay. A missing file or line is added. Throws AppError `invalid` when the value is not a plain one.
 */
export function editAlias(text: string | null, path: string, environment: string, releaseId: string): string {
  const before = text ?? "";
  const value = findValue(before, path, environment);
  const range = value?.range;
  const edited =
    value === null || !range
      ? appendLine(before, environment, releaseId)
      : splice(before, range, written(value, before.slice(range[0], range[1]), releaseId));
  if (readAlias(edited, path, environment) === releaseId) return edited;
  throw new AppError(
    "invalid",
    `${path} cannot be edited; write "${environment}: ${releaseId}" on a line of its own.`,
  );
}

/**
 * restoreAlias is editAlias for the way back, which must not depend on what somebody pushed: a file that cannot be
 * edited is replaced whole by the one line that it has to hold.
 */
export function restoreAlias(
  text: string | null,
  path: string,
  environment: string,
  releaseId: string,
): string {
  try {
    return editAlias(text, path, environment, releaseId);
  } catch (error) {
    if (error instanceof AppError) return appendLine("", environment, releaseId);
    throw error;
  }
}

function findValue(text: string, path: string, environment: string): Scalar | null {
  const document = readYamlDocument(text, path, "failsafe");
  if (document.contents === null) return null;
  if (isMap(document.contents)) {
    const value = document.contents.get(environment, true);
    if (value === undefined) return null;
    if (isScalar(value) && value.anchor === undefined && value.tag === undefined) return value;
  } else if (isScalar(document.contents) && document.contents.value === "") return null;
  throw new AppError("invalid", `${path} has to hold one line such as "${environment}: 698df6d7ad".`);
}

function written(value: Scalar, source: string, releaseId: string): string {
  if (value.type === Scalar.QUOTE_DOUBLE) return `"${releaseId}"`;
  if (value.type === Scalar.QUOTE_SINGLE) return `'${releaseId}'`;
  const plain = LOOKS_LIKE_A_NUMBER.test(releaseId) ? `"${releaseId}"` : releaseId;
  return source === "" ? ` ${plain}` : plain;
}

function splice(text: string, range: readonly number[], replacement: string): string {
  return text.slice(0, range[0]) + replacement + text.slice(range[1]);
}

function appendLine(text: string, environment: string, releaseId: string): string {
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  const gap = text === "" || text.endsWith("\n") ? "" : lineEnd;
  const value = LOOKS_LIKE_A_NUMBER.test(releaseId) ? `"${releaseId}"` : releaseId;
  return `${text}${gap}${environment}: ${value}${lineEnd}`;
}
