import { type FileHandle, open } from "node:fs/promises";
import path from "node:path";
import {
  type CheckpointLine,
  checkpointLine,
  type KnownCheckpoint,
  parseCheckpointLines,
  TORN,
} from "../../domain/audit/checkpoint-line.ts";

/** A file of checkpoints that only grows; several processes may write to it in turn. */
export type CheckpointFile = {
  /** The newest checkpoint of each chain, with what others wrote since the last look. Throws at a line that was changed. */
  readNewest: () => Promise<ReadonlyMap<string, KnownCheckpoint>>;
  /** Adds lines at the end and waits until they are on the disk. */
  append: (lines: readonly CheckpointLine[]) => Promise<void>;
};

/** What was read so far: up to which byte, in which file, and what it said. */
type Reading = { inode: number; offset: number; lines: number; newest: Map<string, KnownCheckpoint> };

const nothingRead = (inode: number): Reading => ({ inode, offset: 0, lines: 0, newest: new Map() });

/** openCheckpointFile works with the file at this path; the first append makes it, mode 600. */
export function openCheckpointFile(file: string): CheckpointFile {
  let reading = nothingRead(0);
  return {
    readNewest: async () => {
      reading = await withFile(file, "r", (handle) => readOn(handle, reading)).catch((error: unknown) => {
        if (isMissing(error)) return nothingRead(0);
        throw error;
      });
      return reading.newest;
    },
    append: async (lines) => {
      await withFile(file, "a+", (handle) => write(handle, lines));
      await syncFolder(path.dirname(file));
    },
  };
}

/** Reads what is new. A file that is another one, or shorter than it was, is read from its start. */
async function readOn(handle: FileHandle, before: Reading): Promise<Reading> {
  const { ino, size } = await handle.stat();
  const isSame = ino === before.inode && size >= before.offset;
  const { offset, lines, newest } = isSame ? before : nothingRead(ino);
  const text = (await readFrom(handle, offset, size)).toString("utf8");
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  const next = new Map(newest);
  for (const line of parseCheckpointLines(whole, lines + 1)) {
    if (line.seq >= (next.get(line.chain)?.seq ?? 0)) next.set(line.chain, line);
  }
  return {
    inode: ino,
    offset: offset + Buffer.byteLength(whole),
    lines: lines + whole.split("\n").length - 1,
    newest: next,
  };
}

async function write(handle: FileHandle, lines: readonly CheckpointLine[]): Promise<void> {
  const { size } = await handle.stat();
  const [last] = size === 0 ? [0x0a] : await readFrom(handle, size - 1, size);
  // A process that ended in the middle of a line left it without an end: it is marked, never taken away.
  const end = last === 0x0a ? "" : `${TORN}\n`;
  await handle.appendFile(end + lines.map(checkpointLine).join(""));
  await handle.datasync();
}

async function readFrom(handle: FileHandle, start: number, end: number): Promise<Buffer> {
  const bytes = Buffer.alloc(Math.max(0, end - start));
  const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
  return bytes.subarray(0, bytesRead);
}

async function withFile<T>(
  file: string,
  flags: "r" | "a+",
  work: (handle: FileHandle) => Promise<T>,
): Promise<T> {
  const handle = await open(file, flags, 0o600);
  try {
    return await work(handle);
  } finally {
    await handle.close();
  }
}

/** A new file's name is on the disk only when its folder is. */
async function syncFolder(folder: string): Promise<void> {
  await withFile(folder, "r", (handle) => handle.sync());
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
