import type { EvaluationRow, FeatureReadRow, InferenceCallRow, PayloadRow } from "../db/traces/trace-rows.ts";
import type { TraceWriter } from "../db/traces/writer/trace-writer.ts";
import type { KnownReleases } from "./known-releases.ts";
import type { PartialSuccess } from "./otlp-protobuf.ts";
import type { ReadBatch } from "./read-batch.ts";

/** How many different sentences an answer carries at most. */
const MAX_MESSAGES = 10;

export type StoreBatchDeps = { writer: TraceWriter; knownReleases: KnownReleases };
/** What came of a batch: items that were not stored, and what to tell the sender; null when there is nothing to say. */
export type StoredBatch = { rejectedCount: number; partial: PartialSuccess | null };

/**
 * storeBatch attributes a batch's calls to the project's releases, stores it, and returns after the commit.
 * Throws while the database is away.
 */
export async function storeBatch(
  { writer, knownReleases }: StoreBatchDeps,
  projectId: string,
  batch: ReadBatch,
): Promise<StoredBatch> {
  const claimed = new Set<string>();
  for (const { call } of batch.spans) if (call.claimedRelease !== null) claimed.add(call.claimedRelease);
  const known = await knownReleases(projectId, [...claimed]);
  const refused = await writer.store(toRows(batch, known));
  const refusedItems =
    refused.size === 0
      ? 0
      : batch.spans.filter((span) => refused.has(span.call)).length +
        batch.scores.filter((score) => refused.has(score)).length;
  const unknown = [...claimed].filter((release) => !known.has(release));
  const messages = [
    ...batch.messages,
    ...unknown.map((release) => `unattributed: no release ${release} in this project`),
    ...(refusedItems > 0 ? ["not-storable: the database cannot hold an item"] : []),
  ];
  const rejectedCount = batch.rejectedCount + refusedItems;
  return {
    rejectedCount,
    partial: messages.length === 0 ? null : { rejected: rejectedCount, errorMessage: summarise(messages) },
  };
}

function toRows(batch: ReadBatch, known: ReadonlySet<string>) {
  const calls: InferenceCallRow[] = [];
  const featureReads: FeatureReadRow[] = [];
  const evaluations: EvaluationRow[] = [...batch.scores];
  const payloads: PayloadRow[] = [];
  for (const span of batch.spans) {
    const { call, origin } = span;
    const isKnown = call.claimedRelease !== null && known.has(call.claimedRelease);
    call.releaseId = isKnown ? call.claimedRelease : null;
    origin.releaseId = call.releaseId;
    calls.push(call);
    for (const read of span.featureReads) featureReads.push(read);
    for (const evaluation of span.evaluations) evaluations.push(evaluation);
    for (const payload of span.payloads) payloads.push(payload);
  }
  return { calls, featureReads, evaluations, payloads };
}

function summarise(messages: readonly string[]): string {
  const more = messages.length - MAX_MESSAGES;
  const shown = messages.slice(0, MAX_MESSAGES).join("; ");
  return more > 0 ? `${shown}; and ${more} more` : shown;
}
