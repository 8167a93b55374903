import { createHash, createHmac } from "node:crypto";
import type { Decision } from "./decide.ts";
import type { AssignmentKey } from "./snapshot.ts";

/** The span attribute that carries a signed assignment. */
export const ASSIGNMENT_ATTRIBUTE = "tupelo.assignment";

/**
 * signAssignment says under a signature who was given which release, so that a trace cannot claim another one:
 * `v1.<payload>.<HMAC-SHA256 of "v1.<payload>">`, both in base64url. The subject is in it as its sha256 only. The payload
 * is JSON with line breaks: in base64url `{"` is `eyJ`, by which JWTs are known, and a trace loses what looks like one.
 */
export function signAssignment(
  key: AssignmentKey,
  project: string,
  subject: string,
  decision: Decision,
  atMs: number,
): string {
  const payload = {
    k: key.id,
    p: project,
    e: decision.environment,
    s: createHash("sha256").update(subject).digest("hex"),
    r: decision.releaseId,
    a: decision.arm,
    o: decision.rollout,
    g: decision.generation,
    t: Math.floor(atMs),
  };
  const signed = `v1.${Buffer.from(JSON.stringify(payload, null, 1)).toString("base64url")}`;
  const mac = createHmac("sha256", Buffer.from(key.secret, "base64url")).update(signed).digest("base64url");
  return `${signed}.${mac}`;
}
