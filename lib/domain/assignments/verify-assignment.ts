import { z } from "zod";
import { fromBase64Url, hmacSha256, isSameBytes } from "../digest.ts";

/** Who was given which release, as a gateway signed it when it routed. */
export type Assignment = {
  project: string;
  environment: string;
  /** sha256 of the subject, in hex. */
  subjectHash: string;
  releaseId: string;
  arm: "control" | "candidate";
  rolloutNumber: number | null;
  /** The allocation's version that was routed by. */
  generation: number;
  assignedAt: Date;
};

export type VerifiedAssignment =
  | { ok: true; assignment: Assignment }
  | { ok: false; problem: "malformed" | "unknown-key" | "bad-signature" | "other-project" };

/** A key that signs assignments of one project; `id` says which of several made a signature. */
export type AssignmentKey = { id: string; secret: Uint8Array };

const MAX_LENGTH = 2_048;

const payloadSchema = z.object({
  k: z.string(),
  p: z.string(),
  e: z.string(),
  s: z.string().regex(/^[0-9a-f]{64}$/),
  r: z.string(),
  a: z.enum(["control", "candidate"]),
  o: z.number().int().nullable(),
  g: z.number().int(),
  t: z.number().int().min(0).max(8_640_000_000_000_000),
});

/**
 * verifyAssignment checks the text of a span's attribute `tupelo.assignment` (`v1.<payload>.<signature>`, base64url):
 * that one of the project's keys signed exactly this, and for this project. `project` is null where its name is not
 * known: the keys are the project's own all the same. How old it may be is the caller's to say.
 */
export function verifyAssignment(
  token: string,
  project: string | null,
  keys: readonly AssignmentKey[],
): VerifiedAssignment {
  const [version, body, signature, ...more] = token.length > MAX_LENGTH ? [] : token.split(".");
  if (version !== "v1" || body === undefined || signature === undefined || more.length > 0) {
    return { ok: false, problem: "malformed" };
  }
  const payload = readPayload(body);
  if (payload === null) return { ok: false, problem: "malformed" };
  const key = keys.find(({ id }) => id === payload.k);
  if (key === undefined) return { ok: false, problem: "unknown-key" };
  const signed = hmacSha256(key.secret, `v1.${body}`);
  if (!isSameBytes(signed, fromBase64Url(signature))) return { ok: false, problem: "bad-signature" };
  if (project !== null && payload.p !== project) return { ok: false, problem: "other-project" };
  const { e: environment, s: subjectHash, r: releaseId, a: arm, o: rolloutNumber, g: generation } = payload;
  const assignment = {
    project: payload.p,
    environment,
    subjectHash,
    releaseId,
    arm,
    rolloutNumber,
    generation,
  };
  return { ok: true, assignment: { ...assignment, assignedAt: new Date(payload.t) } };
}

function readPayload(body: string): z.output<typeof payloadSchema> | null {
  try {
    const parsed = payloadSchema.safeParse(JSON.parse(new TextDecoder().decode(fromBase64Url(body))));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
