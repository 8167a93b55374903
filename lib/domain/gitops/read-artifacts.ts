import { KIND_NAMES, type KindName } from "../artifacts/index.ts";
import type { Finding } from "./finding.ts";
import type { Layout } from "./layout.ts";
import { createPathReader, type PathReader } from "./path-reader.ts";
import type { HeadEntry, HistoryEntry, KnownVersion, RepositoryState } from "./repository-state.ts";
import { type EditedVersion, type Line, type ReadVersion, readLine } from "./version-line.ts";

/**
 * readArtifacts reads every artifact version that main ever published, from paths and history alone. A version in
 * the path is a name and its first bytes are its content; without one, the N-th commit that changed the bytes is
 * version N. Content is named by git's blob ids here; digests are the caller's.
 */
export function readArtifacts(
  layout: Layout,
  repository: RepositoryState,
  known: readonly KnownVersion[] = [],
): { versions: ReadVersion[]; edits: EditedVersion[]; findings: Finding[] } {
  const reader = createPathReader(layout);
  const lines = collectLines(reader, repository.history);
  const knownByName = new Map<string, KnownVersion[]>();
  for (const version of known) {
    const key = lineKey(version.kind, version.name, null);
    knownByName.set(key, [...(knownByName.get(key) ?? []), version]);
  }
  const read = [...lines.values()]
    .sort((left, right) => KIND_NAMES.indexOf(left.kind) - KIND_NAMES.indexOf(right.kind))
    .map((line) => readLine(line, knownByName.get(lineKey(line.kind, line.name, null)) ?? []));
  return {
    versions: read.flatMap((one) => one.versions),
    edits: read.flatMap((one) => one.edits),
    findings: [...headFindings(reader, repository.head), ...read.flatMap((one) => one.findings)],
  };
}

/** One line per artifact, or per version where versions are in the paths, with the changes that concern it. */
function collectLines(reader: PathReader, history: readonly HistoryEntry[]): Map<string, Line> {
  const lines = new Map<string, Line>();
  for (const entry of history) {
    for (const [path, blob] of entry.changes) {
      const place = reader(path);
      if (place === null) continue;
      const { kind, name, version, hasMoved } = place;
      const key = lineKey(kind, name, version);
      const line = lines.get(key) ?? { kind, name, version, hasMoved, steps: [] };
      lines.set(key, line);
      const step = line.steps.at(-1);
      if (step?.entry === entry) step.changes.set(path, blob);
      else line.steps.push({ entry, changes: new Map([[path, blob]]) });
    }
  }
  return lines;
}

function lineKey(kind: string, name: string, version: string | null): string {
  return JSON.stringify([kind, name, version]);
}

/** What is wrong with the files as they are now. */
function headFindings(reader: PathReader, head: readonly HeadEntry[]): Finding[] {
  const findings: Finding[] = [];
  const paths = new Map<string, string>();
  const spellings = new Map<string, { kind: KindName; name: string }>();
  for (const { path, mode } of head) {
    const place = reader(path);
    if (place === null) continue;
    const { kind, name, others } = place;
    if (mode === "120000" || mode === "160000") {
      const what = mode === "120000" ? "symbolic link" : "submodule";
      findings.push({
        path,
        code: "unsupported_entry",
        message: `This is a ${what}. Tupelo reads files only; put the file here.`,
      });
    }
    if (others.length > 0) {
      findings.push({
        path,
        code: "two_kinds",
        message: `This path is read as ${kind}, but the layout also matches it as ${others.join(", ")}.`,
      });
    }
    const spelling = JSON.stringify([kind, name.normalize("NFKC").toLowerCase()]);
    const twin = spellings.get(spelling);
    const isLookAlike = twin !== undefined && twin.name !== name;
    if (isLookAlike) {
      findings.push({
        path,
        code: "look_alike",
        message: `The names "${twin.name}" and "${name}" look alike but are two artifacts.`,
      });
    }
    spellings.set(spelling, { kind, name });
    const folded = path.normalize("NFC").toLowerCase();
    const other = paths.get(folded);
    if (other !== undefined && !isLookAlike) {
      findings.push({
        path,
        code: "case_collision",
        message: `"${other}" and "${path}" are one file on many systems. Rename one of them.`,
      });
    }
    paths.set(folded, path);
  }
  return findings;
}
