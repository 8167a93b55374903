import { assertNever } from "../assert-never.ts";
import type { ReportedArm } from "../lineage/request-record.ts";
import type { Assignment, VerifiedAssignment } from "./verify-assignment.ts";

/** What a call says of itself: where it was served, by which release and arm, to whom (sha256 in hex), since when. */
export type CallClaim = {
  environment: string | null;
  releaseId: string | null;
  arm: ReportedArm | null;
  subjectHash: string | null;
  startedAt: Date;
};

/** What a call is counted under. */
export type AttributedClaim = Omit<CallClaim, "startedAt">;

/**
 * `assigned`: a gateway signed it, and what the call leaves out is taken from there. `claimed`: the sender says so.
 * `refused`: it is not stored, for the reason in one sentence.
 */
export type Attribution =
  | { kind: "assigned"; claim: AttributedClaim }
  | { kind: "claimed"; claim: AttributedClaim }
  | { kind: "refused"; because: string };

/** Clocks of two machines may differ by this much. */
const MAX_AHEAD_MS = 5 * 60_000;
/** A conversation may be answered by the assignment that it began with, for a day. */
const MAX_AGE_MS = 24 * 3_600_000;

/**
 * attributeCall holds what a call says against what was signed about it, null where it carries no assignment or nobody
 * can check one. `onlySigned`: a call that names a release or an arm needs a signed assignment.
 */
export function attributeCall(
  call: CallClaim,
  signed: VerifiedAssignment | null,
  onlySigned: boolean,
): Attribution {
  if (signed === null) return attributeUnsigned(call, onlySigned);
  if (!signed.ok) return { kind: "refused", because: problemWords(signed.problem) };
  const because = findDisagreement(call, signed.assignment);
  if (because !== null) return { kind: "refused", because };
  const { environment, releaseId, arm, subjectHash } = signed.assignment;
  return { kind: "assigned", claim: { environment, releaseId, arm, subjectHash } };
}

function attributeUnsigned(call: CallClaim, onlySigned: boolean): Attribution {
  const { environment, releaseId, arm, subjectHash } = call;
  if (onlySigned && (releaseId !== null || arm !== null)) {
    return {
      kind: "refused",
      because: "This project takes a release or an arm only with a signed assignment that can be checked.",
    };
  }
  return { kind: "claimed", claim: { environment, releaseId, arm, subjectHash } };
}

function problemWords(problem: Extract<VerifiedAssignment, { ok: false }>["problem"]): string {
  switch (problem) {
    case "malformed":
      return "The assignment cannot be read.";
    case "unknown-key":
      return "The assignment is signed with a key that this installation does not know.";
    case "bad-signature":
      return "The assignment's signature does not fit what it says.";
    case "other-project":
      return "The assignment is of another project.";
    default:
      return assertNever(problem);
  }
}

/** A shadow's answer is given to nobody, so that no assignment is about it. */
function findDisagreement(call: CallClaim, assignment: Assignment): string | null {
  const differs = (said: string | null, signed: string) => said !== null && said !== signed;
  if (differs(call.environment, assignment.environment)) return "The assignment says another environment.";
  if (differs(call.releaseId, assignment.releaseId)) return "The assignment says another release.";
  if (differs(call.arm, assignment.arm)) return "The assignment says another arm.";
  if (differs(call.subjectHash, assignment.subjectHash)) return "The assignment says another subject.";
  const ageMs = call.startedAt.getTime() - assignment.assignedAt.getTime();
  if (ageMs > MAX_AGE_MS) return "The assignment was signed more than 24 hours before the call.";
  if (ageMs < -MAX_AHEAD_MS) return "The assignment was signed more than five minutes after the call began.";
  return null;
}
