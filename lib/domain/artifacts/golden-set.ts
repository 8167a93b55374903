import type { ArtifactFact, ArtifactKind, ArtifactProblem, ArtifactText } from "./artifact-kind.ts";
import { isRecord, problemOf, readabilityOf } from "./checks/check-records.ts";
import { floatingReferences } from "./checks/floating-references.ts";

const MAX_NAMED = 50;

export const goldenSet = {
  kind: "golden_set",
  label: "Golden set",
  whyItChangesAnswers:
    "Other cases measure something else, so that a score is only comparable under the same set.",
  contentType: "application/jsonl",
  readMeta: (files): ArtifactFact[] => [{ label: "Cases", value: String(countCases(files)) }],
  check: checkGoldenSet,
} as const satisfies ArtifactKind;

function countCases(files: readonly ArtifactText[]): number {
  return files.reduce((count, { text, data }) => {
    const cases = casesOf(data);
    return count + (cases?.length ?? (text ?? "").split("\n").filter((line) => line.trim() !== "").length);
  }, 0);
}

function casesOf(data: unknown): readonly unknown[] | null {
  if (Array.isArray(data)) return data;
  const cases = isRecord(data) ? (data.cases ?? data.tests ?? data.examples) : undefined;
  return Array.isArray(cases) ? cases : null;
}

/** Each line of JSONL is one case with an id of its own: it is the ids that pair two runs. */
function checkGoldenSet(files: readonly ArtifactText[]): ArtifactProblem[] {
  const unreadable = files.flatMap(readabilityOf);
  if (unreadable.length > 0) return unreadable;
  const seen = new Map<string, string>();
  return files
    .flatMap((file) => {
      const pointers = casesOf(file.data) === null ? floatingReferences(file.data) : [];
      const moving = pointers.map((one) => problemOf(file, one));
      return /\.(jsonl|ndjson)$/i.test(file.path) ? checkLines(file, seen) : moving;
    })
    .slice(0, MAX_NAMED);
}

function checkLines({ path, text }: ArtifactText, seen: Map<string, string>): ArtifactProblem[] {
  return (text ?? "")
    .replace(/^\uFEFF/, "")
    .split("\n")
    .flatMap((line, index) => {
      const problem = line.trim() === "" ? null : caseProblem(line, `${path}, line ${index + 1}`, seen);
      return problem === null ? [] : [{ path, line: index + 1, severity: "error", ...problem } as const];
    });
}

function caseProblem(line: string, place: string, seen: Map<string, string>) {
  const value = parseLine(line);
  if (value === undefined) return { code: "unparsable", message: "This line is not JSON." };
  if (!isRecord(value)) return { code: "not_a_record", message: "A case is one JSON object." };
  const id = value.id ?? value.caseId ?? value.case_id;
  if (id === undefined || id === null || id === "")
    return { code: "missing_id", message: "This case has no `id`: give it one of its own." };
  const first = seen.get(String(id));
  if (first !== undefined)
    return { code: "duplicate_id", message: `The id "${String(id)}" is that of ${first} already.` };
  seen.set(String(id), place);
  return null;
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
