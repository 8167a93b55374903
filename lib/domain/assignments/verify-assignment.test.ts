import { describe, expect, it } from "vitest";
import { hmacSha256 } from "../digest.ts";
import { assignmentKeyOf } from "./assignment-key.ts";
import { verifyAssignment } from "./verify-assignment.ts";

const SECRET = "a secret of thirty-two characters";
const KEY = assignmentKeyOf(SECRET, "prj_1");
const PAYLOAD = {
  ...{ k: KEY.id, p: "deploybuddy", e: "production", s: "ab".repeat(32), r: "f91be2a454" },
  ...{ a: "candidate", o: 1, g: 4, t: 1_775_822_400_000 },
};

function sign(payload: unknown, key = KEY): string {
  const signed = `v1.${Buffer.from(JSON.stringify(payload)).toString("base64url")}`;
  return `${signed}.${Buffer.from(hmacSha256(key.secret, signed)).toString("base64url")}`;
}

const problemOf = (token: string, project = "deploybuddy") => {
  const verified = verifyAssignment(token, project, [KEY]);
  return verified.ok ? "none" : verified.problem;
};

describe("verifyAssignment", () => {
  it("reads what a gateway signed", () => {
    expect(verifyAssignment(sign(PAYLOAD), "deploybuddy", [KEY])).toEqual({
      ok: true,
      assignment: {
        ...{ project: "deploybuddy", environment: "production", subjectHash: "ab".repeat(32) },
        ...{ releaseId: "f91be2a454", arm: "candidate", rolloutNumber: 1, generation: 4 },
        assignedAt: new Date("2026-04-10T12:00:00Z"),
      },
    });
  });

  it("takes a key that is going out of use as well", () => {
    const older = assignmentKeyOf("another secret of the same length", "prj_1");
    const token = sign({ ...PAYLOAD, k: older.id }, older);
    expect(verifyAssignment(token, "deploybuddy", [KEY, older]).ok).toBe(true);
    expect(verifyAssignment(token, "deploybuddy", [KEY]).ok).toBe(false);
  });

  it("notices one changed letter anywhere in it", () => {
    const token = sign(PAYLOAD);
    for (let index = 0; index < token.length - 1; index += 1) {
      const other = token[index] === "A" ? "B" : "A";
      expect(problemOf(token.slice(0, index) + other + token.slice(index + 1)), `at ${index}`).not.toBe(
        "none",
      );
    }
  });

  it.each([
    {
      name: "another release under the same signature",
      token: forge({ r: "698df6d7ad" }),
      problem: "bad-signature",
    },
    { name: "a signature of the right form", token: `${forge({})}AA`, problem: "bad-signature" },
    { name: "another project's key", token: signedBy("prj_2"), problem: "bad-signature" },
    { name: "an unknown key", token: sign({ ...PAYLOAD, k: "00000000" }), problem: "unknown-key" },
    { name: "another project", token: sign({ ...PAYLOAD, p: "other" }), problem: "other-project" },
    { name: "an arm that is none", token: sign({ ...PAYLOAD, a: "shadow" }), problem: "malformed" },
    { name: "a list", token: sign([PAYLOAD]), problem: "malformed" },
    { name: "another version", token: sign(PAYLOAD).replace("v1", "v2"), problem: "malformed" },
    { name: "nothing", token: "", problem: "malformed" },
    { name: "a release id alone", token: "f91be2a454", problem: "malformed" },
    { name: "3 KB", token: `${sign(PAYLOAD)}${"A".repeat(3_000)}`, problem: "malformed" },
  ])("refuses $name as $problem", ({ token, problem }) => {
    expect(problemOf(token)).toBe(problem);
  });
});

describe("assignmentKeyOf", () => {
  it("gives each project and each installation another key, always the same one", () => {
    expect(assignmentKeyOf(SECRET, "prj_1")).toEqual(KEY);
    expect(assignmentKeyOf(SECRET, "prj_2").secret).not.toEqual(KEY.secret);
    expect(assignmentKeyOf("another secret of the same length", "prj_1").secret).not.toEqual(KEY.secret);
  });
});

/** What somebody makes who has seen a signed assignment and has no key. */
function forge(change: Partial<typeof PAYLOAD>): string {
  const signature = sign(PAYLOAD).split(".")[2] ?? "";
  const body = Buffer.from(JSON.stringify({ ...PAYLOAD, ...change })).toString("base64url");
  return `v1.${body}.${signature}`;
}

function signedBy(projectId: string): string {
  return sign(PAYLOAD, { ...assignmentKeyOf(SECRET, projectId), id: KEY.id });
}
