import { type AuditEvent, auditHash } from "../audit-event.ts";

/** restamp changes one event and computes every hash from there on again, as somebody does who owns the whole log. */
export function restamp(
  events: readonly AuditEvent[],
  seq: number,
  change: Partial<AuditEvent>,
): AuditEvent[] {
  const result: AuditEvent[] = [];
  for (const event of events) {
    const { hash: kept, ...fields } = event.seq === seq ? { ...event, ...change } : event;
    const prevHash = result.at(-1)?.hash ?? fields.prevHash;
    const hash = event.seq < seq ? kept : auditHash({ ...fields, prevHash });
    result.push({ ...fields, prevHash, hash });
  }
  return result;
}
