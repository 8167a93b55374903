import type { JournalEntry, JournalHeader, RunJournal } from "../runner/journal.ts";

/** createMemoryJournal keeps a run's journal where a test can look at it. */
export function createMemoryJournal(): RunJournal & {
  header: JournalHeader | null;
  entries: JournalEntry[];
} {
  const journal = {
    header: null as JournalHeader | null,
    entries: [] as JournalEntry[],
    load: async () =>
      journal.header === null ? null : { header: journal.header, entries: [...journal.entries] },
    begin: async (header: JournalHeader) => {
      journal.header = header;
    },
    append: async (entry: JournalEntry) => {
      journal.entries.push(entry);
    },
  };
  return journal;
}
