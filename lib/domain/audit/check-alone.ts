import { type AuditEvent, auditHash } from "./audit-event.ts";
import type { ChainHead } from "./verify-chain.ts";

/**
 * checkAlone says what is wrong with an event of a filtered export, where others may be missing before it: `before` is
 * the one that stands before it in the file. null says only that nothing is wrong with this one.
 */
export function checkAlone(event: AuditEvent, before: ChainHead, checkpoint?: string): string | null {
  if (event.seq <= before.seq) {
    return `Event ${event.seq} follows event ${before.seq}: it is repeated or moved.`;
  }
  if (event.seq === before.seq + 1 && event.prevHash !== before.hash) {
    return `Event ${event.seq} does not continue event ${before.seq}: one of the two was replaced.`;
  }
  const { hash, ...fields } = event;
  if (auditHash(fields) !== hash) return `Event ${event.seq} was changed after it was written.`;
  if (checkpoint !== undefined && checkpoint !== hash) {
    return `Event ${event.seq} is not the one that its checkpoint names: the chain was rewritten.`;
  }
  return null;
}
