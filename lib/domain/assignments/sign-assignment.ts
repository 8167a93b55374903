import { hmacSha256, sha256Hex, toBase64Url } from "../digest.ts";
import type { Assignment, AssignmentKey } from "./verify-assignment.ts";

/** What is signed: the subject itself goes in as its sha256 only. */
export type NewAssignment = Omit<Assignment, "subjectHash" | "assignedAt"> & { subject: string };

/** signAssignment says under a project's signature who was given which release, byte for byte as the SDK says it. */
export function signAssignment(key: AssignmentKey, given: NewAssignment, at: Date): string {
  const payload = {
    k: key.id,
    p: given.project,
    e: given.environment,
    s: sha256Hex(given.subject),
    r: given.releaseId,
    a: given.arm,
    o: given.rolloutNumber,
    g: given.generation,
    t: at.getTime(),
  };
  // With line breaks: a payload that begins with `{"` looks like a JWT, which a trace loses.
  const signed = `v1.${toBase64Url(JSON.stringify(payload, null, 1))}`;
  return `${signed}.${toBase64Url(hmacSha256(key.secret, signed))}`;
}
