import { randomUUID } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { parseSnapshot, type Snapshot } from "./snapshot.ts";

/** A snapshot from disk, and how long ago it was confirmed; infinite where the wall clock cannot tell. */
export type StoredSnapshot = { snapshot: Snapshot; ageMs: number };

/** A snapshot that was only confirmed again is written again after this long. */
const REWRITE_MS = 60_000;

export type SnapshotFile = {
  /** What an earlier process left; null where there is none that can be used. */
  read: () => Promise<StoredSnapshot | null>;
  /** Keeps a snapshot for the next start; never half of one. `ageMs`: how long ago it was true. */
  write: (snapshot: Snapshot, ageMs: number) => void;
  settled: () => Promise<void>;
};

/**
 * createSnapshotFile keeps the last snapshot for a start without the data plane, for this user only. The key that signs
 * assignments is left out: a file is no place for it. A file that cannot be written stops nothing.
 */
export function createSnapshotFile(
  path: string | undefined,
  wallClock: () => number,
  onProblem: (problem: string) => void,
): SnapshotFile {
  let written: { snapshot: Snapshot; atMs: number } | null = null;
  let writing = Promise.resolve();
  if (path === undefined) return { read: async () => null, write: () => {}, settled: async () => {} };
  return {
    read: () => readSnapshotFile(path, wallClock()),
    write: (snapshot, ageMs) => {
      const atMs = wallClock() - ageMs;
      if (written !== null && written.snapshot === snapshot && atMs - written.atMs < REWRITE_MS) return;
      written = { snapshot, atMs };
      writing = writing
        .then(() => writeSnapshotFile(path, snapshot, atMs))
        .catch((error: unknown) => onProblem(`the snapshot file could not be written: ${String(error)}`));
    },
    settled: () => writing,
  };
}

async function readSnapshotFile(path: string, nowMs: number): Promise<StoredSnapshot | null> {
  try {
    const stored: unknown = JSON.parse(await readFile(path, "utf8"));
    if (typeof stored !== "object" || stored === null || !("snapshot" in stored)) return null;
    const confirmedAtMs = "confirmedAtMs" in stored ? Number(stored.confirmedAtMs) : Number.NaN;
    const ageMs = nowMs - confirmedAtMs;
    return { snapshot: parseSnapshot(stored.snapshot), ageMs: ageMs >= 0 ? ageMs : Number.POSITIVE_INFINITY };
  } catch {
    return null;
  }
}

async function writeSnapshotFile(path: string, snapshot: Snapshot, confirmedAtMs: number): Promise<void> {
  const draft = `${path}.${randomUUID()}`;
  const text = JSON.stringify({ confirmedAtMs, snapshot: { ...snapshot, assignmentKey: null } });
  try {
    await writeFile(draft, text, { mode: 0o600 });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
