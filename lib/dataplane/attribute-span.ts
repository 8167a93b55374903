import { type AttributedClaim, attributeCall, type CallClaim } from "../domain/assignments/attribute-call.ts";
import { type VerifiedAssignment, verifyAssignment } from "../domain/assignments/verify-assignment.ts";
import { BadItem } from "./bad-item.ts";
import type { Attributes } from "./otlp-attributes.ts";
import type { SpanSender } from "./sender.ts";

/** The span attribute that carries a signed assignment. */
const ASSIGNMENT_ATTRIBUTE = "tupelo.assignment";

/** What a span's call is counted under, and whether a gateway signed it. */
export type AttributedSpan = AttributedClaim & { isAssigned: boolean };

/** attributeSpan holds a span's claim against its signed assignment. Throws BadItem where they do not agree. */
export function attributeSpan(claim: CallClaim, attributes: Attributes, sender: SpanSender): AttributedSpan {
  const signed = readAssignment(attributes, sender);
  const attribution = attributeCall(claim, signed, sender.onlySigned);
  if (attribution.kind === "refused") throw new BadItem("unattributed", attribution.because);
  const { environment, releaseId, arm, subjectHash } = attribution.claim;
  return { environment, releaseId, arm, subjectHash, isAssigned: attribution.kind === "assigned" };
}

/** Null where there is none, or no key to check it with. */
function readAssignment(attributes: Attributes, sender: SpanSender): VerifiedAssignment | null {
  const token = attributes.get(ASSIGNMENT_ATTRIBUTE) ?? "";
  if (token === "" || sender.assignmentKey === null) return null;
  if (typeof token !== "string") return { ok: false, problem: "malformed" };
  return verifyAssignment(token, sender.projectSlug, [sender.assignmentKey]);
}
