import type { AuditEventRow } from "@/lib/contracts/audit.ts";
import { findActionWords } from "@/lib/domain/audit/audit-actions.ts";

/** eventWords says an audit event as a sentence without its actor; an action it does not know is said by its own name. */
export function eventWords(event: AuditEventRow): string {
  const text =
    findActionWords(event.action)?.words ??
    `${event.action.replaceAll(/[._]/g, " ")} (${event.resourceKind} {it})`;
  return text.replace("{it}", () => event.resourceId);
}

/** inEnvironment names the environment where the sentence does not already. */
export function inEnvironment(event: AuditEventRow): string | null {
  return event.environment === null || event.environment === event.resourceId
    ? null
    : `in ${event.environment}`;
}
