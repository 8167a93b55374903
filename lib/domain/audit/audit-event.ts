import { canonicalJson, type JsonValue } from "../canonical-json.ts";
import { sha256Hex } from "../digest.ts";

/** The hash before the first event of a chain. */
export const GENESIS_HASH = "0".repeat(64);

/** The values of changed fields: scalars and short lists only, so that they survive the database unchanged. */
export type AuditValues = { readonly [field: string]: JsonValue };

/** One event as it is stored, exported and verified. `at` is ISO 8601 with milliseconds in UTC. */
export type AuditEvent = {
  chain: string;
  seq: number;
  at: string;
  actorKind: "account" | "key" | "service";
  actorId: string;
  actorName: string;
  action: string;
  resourceKind: string;
  resourceId: string;
  environment: string | null;
  releaseId: string | null;
  before: AuditValues | null;
  after: AuditValues | null;
  reason: string | null;
  requestId: string | null;
  prevHash: string;
  hash: string;
};

/**
 * auditHash is sha256 over the previous hash and the RFC 8785 text of every other field:
 * a change of any column of any row changes every hash after it.
 */
export function auditHash(event: Omit<AuditEvent, "hash">): string {
  const { prevHash, ...fields } = event;
  return sha256Hex(`${prevHash}\n${canonicalJson(fields)}`);
}
