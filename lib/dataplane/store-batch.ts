import type pg from "pg";
import { findKnownReleases } from "../db/traces/find-known-releases.ts";
import { insertSpans } from "../db/traces/insert-spans.ts";
import type { PartialSuccess } from "./otlp-protobuf.ts";
import type { ReadBatch } from "./read-batch.ts";

/** How many different sentences an answer carries at most. */
const MAX_MESSAGES = 10;

/**
 * storeBatch attributes a batch's calls to the project's releases, stores it, and returns after the commit with
 * what to tell the sender: null when there is nothing to say. Throws while the database is away.
 */
export async function storeBatch(
  pool: pg.Pool,
  projectId: string,
  batch: ReadBatch,
): Promise<PartialSuccess | null> {
  const claimed = [...new Set(batch.calls.flatMap((call) => call.claimedRelease ?? []))];
  const known = await findKnownReleases(pool, projectId, claimed);
  const calls = batch.calls.map((call) =>
    call.claimedRelease !== null && known.has(call.claimedRelease)
      ? { ...call, releaseId: call.claimedRelease }
      : call,
  );
  if (calls.length + batch.evaluations.length > 0) await insertSpans(pool, { ...batch, calls });
  const unknown = claimed.filter((release) => !known.has(release));
  const messages = [
    ...batch.messages,
    ...unknown.map((release) => `unattributed: no release ${release} in this project`),
  ];
  return messages.length === 0 ? null : { rejected: batch.rejectedCount, errorMessage: summarise(messages) };
}

function summarise(messages: readonly string[]): string {
  const more = messages.length - MAX_MESSAGES;
  const shown = messages.slice(0, MAX_MESSAGES).join("; ");
  return more > 0 ? `${shown}; and ${more} more` : shown;
}
