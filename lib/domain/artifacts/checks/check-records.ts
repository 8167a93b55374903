import type { ArtifactProblem, ArtifactText } from "../artifact-kind.ts";
import { floatingReferences } from "./floating-references.ts";
import type { Place, RecordProblem } from "./record-problem.ts";

export type DataRecord = Readonly<Record<string, unknown>>;

/**
 * checkRecords checks files that hold data: each has to be text, not empty and readable, its top level names and
 * values, and no reference in it may move. A file that holds no data at all is only warned of: Tupelo cannot look into it.
 */
export function checkRecords(
  files: readonly ArtifactText[],
  check: (record: DataRecord) => readonly RecordProblem[],
): ArtifactProblem[] {
  const hasData = files.some((file) => file.data !== undefined);
  const unreadable = files.flatMap(readabilityOf).map(
    // Beside a manifest, bytes are what it speaks of.
    (problem) =>
      hasData && problem.code === "not_text" ? { ...problem, severity: "warning" as const } : problem,
  );
  if (unreadable.some((problem) => problem.severity === "error")) return unreadable;
  const records = files.filter((file) => file.data !== undefined);
  const [first] = files;
  if (records.length === 0 && first !== undefined) {
    const message = "This is neither YAML nor JSON, so Tupelo cannot check what it says.";
    return [problemOf(first, { at: [], severity: "warning", code: "not_data", message })];
  }
  const found = records.flatMap((file) => {
    if (!isRecord(file.data)) {
      const message = "Write names and values, as `name: value`.";
      return [problemOf(file, { at: [], severity: "error", code: "not_a_record", message })];
    }
    const wrong = [...check(file.data), ...floatingReferences(file.data)];
    return wrong.map((problem) => problemOf(file, problem));
  });
  return [...unreadable, ...found];
}

/** readabilityOf says why a file cannot be read: not text, empty, or data that does not parse. */
export function readabilityOf(file: ArtifactText): ArtifactProblem[] {
  const refuse = (code: string, message: string): ArtifactProblem[] => [
    { path: file.path, line: file.dataProblem?.line ?? null, severity: "error", code, message },
  ];
  if (file.text === null) return refuse("not_text", "This file is not UTF-8 text.");
  if (file.text.trim() === "") return refuse("empty", "This file is empty.");
  if (file.dataProblem !== undefined) return refuse("unparsable", file.dataProblem.message);
  return [];
}

/** problemOf names file and line of a problem that is known by its place in the data; the top is the whole file. */
export function problemOf(file: ArtifactText, { at, ...problem }: RecordProblem): ArtifactProblem {
  return { path: file.path, line: at.length === 0 ? null : (file.lineOf?.(at) ?? null), ...problem };
}

/** isRecord tells names and values from lists and single values. */
export function isRecord(value: unknown): value is DataRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** refuseAt is an error at one place. */
export function refuseAt(at: Place, code: string, message: string): RecordProblem {
  return { at, severity: "error", code, message };
}

/** hasValue is false for what is missing, null or blank. */
export function hasValue(value: unknown): boolean {
  return value !== undefined && value !== null && !(typeof value === "string" && value.trim() === "");
}
