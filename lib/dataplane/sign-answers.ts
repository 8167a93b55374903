import { signAssignment } from "../domain/assignments/sign-assignment.ts";
import type { AssignmentKey } from "../domain/assignments/verify-assignment.ts";
import { sha256Hex } from "../domain/digest.ts";
import type { Evaluated } from "./evaluate-flag.ts";
import { withAssignment } from "./flag.ts";

/** Who signs, for whom, and when. */
export type Signing = { key: AssignmentKey; subject: string; now: Date };

/** A client that is told 304 keeps its assignments, which hold for 24 hours: it gets new ones four times a day. */
const TAG_PERIOD_MS = 6 * 3_600_000;

/** signAnswers writes a signed assignment into each answer: one per environment, whichever of its flags is asked. */
export function signAnswers(evaluated: readonly Evaluated[], signing: Signing | null): string[] {
  if (signing === null) return evaluated.map(({ text }) => text);
  let last: { of: Evaluated; token: string } | null = null;
  return evaluated.map((answer) => {
    if (last === null || last.of.served !== answer.served)
      last = { of: answer, token: sign(answer, signing) };
    return withAssignment(answer.text, last.token);
  });
}

/**
 * tagAnswers is the entity tag of answers: of what they say without their signatures, which differ with each answer, and
 * of whom they are signed for, with which key, and in which quarter of a day.
 */
export function tagAnswers(evaluated: readonly Evaluated[], signing: Signing | null): string {
  const signer =
    signing === null
      ? ""
      : JSON.stringify([signing.key.id, signing.subject, Math.floor(signing.now.getTime() / TAG_PERIOD_MS)]);
  return `"${sha256Hex(`${signer}${evaluated.map(({ text }) => text).join(",")}`).slice(0, 32)}"`;
}

function sign({ served, arm, releaseId }: Evaluated, { key, subject, now }: Signing): string {
  const { projectSlug: project, environment, rolloutNumber, allocationVersion: generation } = served;
  return signAssignment(
    key,
    { project, environment, subject, releaseId, arm, rolloutNumber, generation },
    now,
  );
}
