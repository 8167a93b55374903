import { isMovingWord } from "./moving-words.ts";
import type { Place, RecordProblem } from "./record-problem.ts";

/** Fields that name something whose content counts as evidence or decides. */
const POINTS_TO =
  /^(goldenSet|evalSet|evalSuite|dataset|cases|judge|judges|rubric|policy|promotionPolicy|guardrailPolicy|guardrails)(Path|Uri|Url|Ref|File)?$/;
const DIGEST_FIELD = /^(sha256|digest|hash|checksum|revision|commit)$/i;
/** A version, a date, a commit or a digest in the reference itself. */
const FIXED =
  /@v?\d|sha256:[0-9a-f]{64}|[?&]versionId=|[0-9a-f]{12,64}|\d{4}-\d{2}-\d{2}|[@/_-]v?\d+(\.\d+)*(?=$|[/.@_-])/;
const ADDRESS = /^[a-z][a-z0-9+.-]{0,20}:\/{1,2}\S+$/i;
const MAX_DEPTH = 20;

/**
 * floatingReferences finds what a file points to and what may be something else tomorrow: an address that ends in
 * `latest` or a branch, an alias (`support@production`), or the bare path of a golden set, judge or policy without a digest.
 */
export function floatingReferences(data: unknown): RecordProblem[] {
  return visit(data, [], false, 0);
}

function visit(value: unknown, at: Place, isFixedBeside: boolean, depth: number): RecordProblem[] {
  if (depth > MAX_DEPTH) return [];
  if (typeof value === "string") {
    const message = whyItMoves(value, fieldOf(at), isFixedBeside);
    return message === null ? [] : [{ at, severity: "error", code: "floating_reference", message }];
  }
  if (typeof value !== "object" || value === null) return [];
  const entries = Array.isArray(value)
    ? value.map((one, index) => [index, one] as const)
    : Object.entries(value);
  const isFixed = entries.some(([key, one]) => DIGEST_FIELD.test(String(key)) && typeof one === "string");
  return entries.flatMap(([key, one]) =>
    visit(one, [...at, key], isFixed || (Array.isArray(value) && isFixedBeside), depth + 1),
  );
}

/** The nearest name above a value: lists and `{path: …}` belong to the field that holds them. */
function fieldOf(at: Place): string {
  const names = at.filter((part): part is string => typeof part === "string");
  const last = names.at(-1) ?? "";
  return /^(path|uri|url|ref|file|source|snapshot)$/i.test(last) ? (names.at(-2) ?? last) : last;
}

function whyItMoves(value: string, field: string, isFixedBeside: boolean): string | null {
  const isPointer = POINTS_TO.test(field);
  const isAddress = ADDRESS.test(value);
  if (!isPointer && !isAddress) return null;
  if (/\s/.test(value.trim())) return null;
  const word = value.split(/[/:@]/).find((part, index) => index > 0 && isMovingWord(part));
  if ((isAddress || isPointer) && word !== undefined && !isFixedBeside) {
    return `"${value}" names whatever "${word}" is today: name a fixed version or digest.`;
  }
  if (!isPointer || isFixedBeside || FIXED.test(value)) return null;
  if (value.includes("@")) return `"${value}" is an alias: name a fixed version.`;
  if (!value.includes("/")) return null;
  return `"${value}" is a path whose content may change: add its sha256, or name a version.`;
}
