import { type AuditEvent, auditHash, GENESIS_HASH } from "./audit-event.ts";

export type ChainProblem = { seq: number; sentence: string };
export type ChainHead = { seq: number; hash: string };
/** What stands before the first event. */
export const GENESIS: ChainHead = { seq: 0, hash: GENESIS_HASH };
export type ChainVerdict =
  | { ok: true; count: number; head: ChainHead }
  | { ok: false; problem: ChainProblem };

/**
 * verifyChain walks one chain from its first event and names the first that is wrong: changed, missing,
 * repeated or out of place. `checkpoints` (seq and hash kept elsewhere, such as commit trailers) also find
 * a chain that was rewritten or cut off as a whole. `start` is the head of what was verified before, for a chain
 * that is read in parts; `count` is then the number of events in this part.
 */
export function verifyChain(
  events: readonly AuditEvent[],
  checkpoints: readonly ChainHead[] = [],
  start: ChainHead = GENESIS,
): ChainVerdict {
  let head = start;
  const expected = new Map(checkpoints.map((checkpoint) => [checkpoint.seq, checkpoint.hash]));
  for (const event of events) {
    const problem = checkEvent(event, head, expected.get(event.seq));
    if (problem !== null) return { ok: false, problem: { seq: event.seq, sentence: problem } };
    head = { seq: event.seq, hash: event.hash };
  }
  const beyond = checkpoints.find((checkpoint) => checkpoint.seq > head.seq);
  if (beyond !== undefined) {
    const sentence = `The chain ends at event ${head.seq}, but a checkpoint names event ${beyond.seq}: the end was cut off.`;
    return { ok: false, problem: { seq: head.seq + 1, sentence } };
  }
  return { ok: true, count: events.length, head };
}

/** checkEvent says what is wrong with an event that follows `head`; null where nothing is. `checkpoint` is the hash it has to have. */
export function checkEvent(event: AuditEvent, head: ChainHead, checkpoint?: string): string | null {
  if (event.seq !== head.seq + 1) {
    return `Event ${head.seq + 1} is expected here, but event ${event.seq} follows: one is missing, repeated or moved.`;
  }
  if (event.prevHash !== head.hash) {
    return `Event ${event.seq} does not continue event ${head.seq}: one of the two was replaced.`;
  }
  const { hash, ...fields } = event;
  if (auditHash(fields) !== hash) return `Event ${event.seq} was changed after it was written.`;
  if (checkpoint !== undefined && checkpoint !== hash) {
    return `Event ${event.seq} is not the one that its checkpoint names: the chain was rewritten.`;
  }
  return null;
}
