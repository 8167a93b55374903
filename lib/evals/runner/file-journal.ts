import { open, readFile, truncate } from "node:fs/promises";
import { AppError } from "../../domain/errors.ts";
import {
  type JournalEntry,
  type JournalHeader,
  journalEntry,
  journalHeader,
  type RunJournal,
} from "./journal.ts";

const FORMAT = "tupelo-run";

/**
 * createFileJournal keeps a run in a file, one JSON object a line, each on disk before the run goes on. A last line
 * that was cut off (the machine died while it was written) is taken away; any other line that cannot be read is an
 * error, because what it paid for would be lost.
 */
export function createFileJournal(path: string): RunJournal {
  const write = async (line: object, flags: "a" | "wx") => {
    const file = await open(path, flags, 0o600);
    try {
      await file.appendFile(`${JSON.stringify(line)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  };
  let last: Promise<void> = Promise.resolve();
  return {
    load: () => load(path),
    begin: (header) => write({ format: FORMAT, version: 1, ...header }, "wx"),
    append: (entry) => {
      last = last.then(() => write(entry, "a"));
      return last;
    },
  };
}

async function load(path: string): Promise<{ header: JournalHeader; entries: JournalEntry[] } | null> {
  const text = await readText(path);
  if (text === null) return null;
  const end = text.lastIndexOf("\n") + 1;
  if (end === 0) throw wrong(path, 1);
  if (end < text.length) await truncate(path, Buffer.byteLength(text.slice(0, end)));
  const [first = "", ...lines] = text.slice(0, end - 1).split("\n");
  const { format, version, ...header } = parseObject(first);
  const read = journalHeader.safeParse(header);
  if (format !== FORMAT || version !== 1 || !read.success) throw wrong(path, 1);
  const entries = lines.map((line, index) => {
    const entry = journalEntry.safeParse(parseObject(line));
    if (!entry.success) throw wrong(path, index + 2);
    return entry.data;
  });
  return { header: read.data, entries };
}

function wrong(path: string, line: number): AppError {
  return new AppError(
    "invalid",
    `${path}, line ${line} is not a line of a run's journal. Name another file, or move this one away.`,
  );
}

function parseObject(line: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}
