import type { KindName } from "../artifacts/index.ts";
import type { Finding } from "./finding.ts";
import type { HistoryEntry, KnownVersion } from "./repository-state.ts";

/** The history of one artifact, or of one version where versions are in the paths. */
export type Line = {
  kind: KindName;
  name: string;
  version: string | null;
  hasMoved: boolean;
  steps: { entry: HistoryEntry; changes: Map<string, string | null> }[];
};
export type VersionFile = { path: string; blob: string };
/** `sightings` are the commits that made the files what they are, oldest first. */
export type ReadVersion = {
  kind: KindName;
  name: string;
  version: string;
  files: VersionFile[];
  sightings: HistoryEntry[];
  isAtHead: boolean;
};
/** A published version whose bytes were changed later: what it is, and what somebody made of it. */
export type EditedVersion = {
  kind: KindName;
  name: string;
  version: string;
  published: readonly VersionFile[];
  edited: readonly VersionFile[];
  entry: HistoryEntry;
};
export type ReadLine = { versions: ReadVersion[]; edits: EditedVersion[]; findings: Finding[] };

/** readLine turns a line's history into versions. `known` are the stored versions of the same artifact. */
export function readLine(line: Line, known: readonly KnownVersion[]): ReadLine {
  return line.version === null ? readCounted(line, known) : readNamed(line, line.version, known);
}

/** The version is in the path: its first bytes are it, other bytes under the same name are an edit. */
function readNamed(line: Line, version: string, known: readonly KnownVersion[]): ReadLine {
  const { kind, name } = line;
  const stored = known.find((one) => one.version === version);
  let published: ReadVersion | null =
    stored === undefined
      ? null
      : { kind, name, version, files: sorted(stored.files), sightings: [], isAtHead: false };
  const edits = new Map<string, EditedVersion>();
  for (const { entry, files } of statesOf(line)) {
    if (published !== null) published.isAtHead = false;
    if (files.length === 0) continue;
    published ??= { kind, name, version, files, sightings: [], isAtHead: false };
    const mark = markOf(files, line.hasMoved);
    if (mark === markOf(published.files, line.hasMoved)) {
      published.sightings.push(entry);
      published.isAtHead = true;
    } else if (!edits.has(mark)) {
      edits.set(mark, { kind, name, version, published: published.files, edited: files, entry });
    }
  }
  const isSeen = published !== null && published.sightings.length > 0;
  return {
    versions: published !== null && isSeen ? [published] : [],
    edits: [...edits.values()],
    findings: [],
  };
}

/** git counts: the N-th commit that changed the bytes made version N; bytes that come back are what they were. */
function readCounted(line: Line, known: readonly KnownVersion[]): ReadLine {
  const byMark = new Map<string, ReadVersion>();
  const numbers = new Set(known.map((one) => one.version));
  for (const { version, files } of known) {
    byMark.set(markOf(files, line.hasMoved), newVersion(line, version, sorted(files)));
  }
  const findings: Finding[] = [];
  let count = 0;
  let current: ReadVersion | null = null;
  for (const { entry, files } of statesOf(line)) {
    count += 1;
    if (current !== null) current.isAtHead = false;
    current = null;
    if (files.length === 0) continue;
    const mark = markOf(files, line.hasMoved);
    current = byMark.get(mark) ?? newVersion(line, freeNumber(count, numbers), files);
    if (!byMark.has(mark) && current.version !== String(count)) findings.push(rewritten(current, count));
    byMark.set(mark, current);
    numbers.add(current.version);
    current.sightings.push(entry);
    current.isAtHead = true;
  }
  const seen = [...byMark.values()].filter((version) => version.sightings.length > 0);
  return { versions: seen, edits: [], findings };
}

/** The files after each commit that changed their bytes; a changed mode alone is no change. */
function* statesOf(line: Line): Generator<{ entry: HistoryEntry; files: VersionFile[] }> {
  const state = new Map<string, string>();
  let before = "";
  for (const { entry, changes } of line.steps) {
    for (const [path, blob] of changes) {
      if (blob === null) state.delete(path);
      else state.set(path, blob);
    }
    const files = sorted([...state].map(([path, blob]) => ({ path, blob })));
    const mark = markOf(files, line.hasMoved);
    if (mark !== before) yield { entry, files };
    before = mark;
  }
}

/** Two states with one mark are one version; where files may have moved, their paths do not count. */
function markOf(files: readonly VersionFile[], hasMoved: boolean): string {
  const parts = files.map((file) => (hasMoved ? file.blob : `${file.path}\0${file.blob}`));
  return parts.length === 0 ? "" : JSON.stringify(parts.sort());
}

function sorted(files: readonly VersionFile[]): VersionFile[] {
  return files
    .map(({ path, blob }) => ({ path, blob }))
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

function newVersion(line: Line, version: string, files: VersionFile[]): ReadVersion {
  return { kind: line.kind, name: line.name, version, files, sightings: [], isAtHead: false };
}

/** After main's history was rewritten a number may be taken by other bytes; then counting goes on above all numbers. */
function freeNumber(count: number, taken: ReadonlySet<string>): string {
  if (!taken.has(String(count))) return String(count);
  return String(Math.max(...[...taken].map(Number).filter(Number.isSafeInteger)) + 1);
}

function rewritten(version: ReadVersion, count: number): Finding {
  return {
    path: version.files[0]?.path ?? "",
    code: "history_rewritten",
    message: `Main's history or the layout changed: ${version.name}@${count} is stored with other content, so this content is ${version.name}@${version.version}.`,
  };
}
