import fc from "fast-check";
import { expect, it } from "vitest";
import { assignmentKeyOf } from "../lib/domain/assignments/assignment-key.ts";
import { signAssignment as signAsDataPlane } from "../lib/domain/assignments/sign-assignment.ts";
import { verifyAssignment } from "../lib/domain/assignments/verify-assignment.ts";
import { redactText } from "../lib/domain/redaction/redact-text.ts";
import { createDecider } from "./decide.ts";
import { signAssignment } from "./sign-assignment.ts";
import { environmentWith } from "./testing/snapshots.ts";

const AT_MS = 1_775_822_400_000;

it("is verified, is what the data plane would sign, and comes through the redaction of traces as it is, whoever the subject is", () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.string({ minLength: 32 }),
      fc.nat(1_000_000),
      (subject, secret, generation) => {
        const decision = createDecider(environmentWith({ generation })).decide(0, null, {
          ...{ staleMs: 0, isStale: false },
        });
        if (decision === null) throw new Error("no release is served");
        const key = assignmentKeyOf(secret, "prj_1");
        const encoded = { id: key.id, secret: Buffer.from(key.secret).toString("base64url") };
        const token = signAssignment(encoded, "deploybuddy", subject, decision, AT_MS + generation);
        expect(redactText(token)).toBe(token);
        expect(verifyAssignment(token, "deploybuddy", [key])).toMatchObject({
          ok: true,
          assignment: { generation },
        });
        const { environment, releaseId, arm, rollout: rolloutNumber } = decision;
        const given = {
          environment,
          releaseId,
          arm,
          rolloutNumber,
          project: "deploybuddy",
          subject,
          generation,
        };
        expect(signAsDataPlane(key, given, new Date(AT_MS + generation))).toBe(token);
      },
    ),
    { numRuns: 300 },
  );
});
