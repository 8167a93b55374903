import type { EvalSessionModel } from "../../db/generated/models.ts";
import type { HeldLease } from "../../db/leases.ts";
import {
  appendSessionEntry,
  loadSessionEntries,
  sessionSettings,
} from "../../db/repositories/eval-sessions.ts";
import { type JournalEntry, journalEntry, type RunJournal } from "../../evals/runner/journal.ts";
import type { ServiceContext } from "../context.ts";

/** Another worker has the session by now. */
export class LeaseLost extends Error {}

/** createSessionJournal keeps a run in the session's rows, as long as the lease is held. */
export function createSessionJournal(
  ctx: ServiceContext,
  row: EvalSessionModel,
  lease: HeldLease,
): RunJournal {
  const { projectId, number } = row;
  return {
    load: async () => ({
      header: { planDigest: row.planDigest, parts: sessionSettings.parse(row.settings).parts },
      entries: (await loadSessionEntries(ctx.db, row)).map(
        ({ stage, caseId, repeat, result, costUsd }): JournalEntry => {
          const content = stage === "answer" ? { answer: result } : { result };
          return journalEntry.parse({ kind: stage, caseId, repeat, chargedUsd: costUsd ?? 0, ...content });
        },
      ),
    }),
    begin: async () => {},
    append: async ({ kind, caseId, repeat, chargedUsd, ...entry }) => {
      const result = "answer" in entry ? entry.answer : entry.result;
      const isError = "result" in entry && entry.result.isError;
      const isKept = await appendSessionEntry(ctx.db, lease, {
        ...{ projectId, number, caseId, repeat, stage: kind, result, chargedUsd, isError },
        now: ctx.now(),
      });
      if (!isKept) throw new LeaseLost("another worker has this session");
    },
  };
}
