import { expect, it } from "vitest";
import { assignmentKeyOf } from "../domain/assignments/assignment-key.ts";
import { verifyAssignment } from "../domain/assignments/verify-assignment.ts";
import { type Evaluated, evaluateFlag } from "./evaluate-flag.ts";
import { prepareFlag } from "./flag.ts";
import { type Signing, signAnswers, tagAnswers } from "./sign-answers.ts";

const RELEASE = { releaseId: "698df6d7ad", manifestDigest: "sha256:0", components: { prompt: "p@1" } };
const served = (environment: string) => ({
  ...{ projectId: "prj_1", projectSlug: "p", environmentId: `env_${environment}`, environment },
  ...{ allocationVersion: 3, controlReleaseId: RELEASE.releaseId, candidateReleaseId: null, shareBp: 0 },
  ...{ rolloutNumber: null, salt: null, shadow: null },
  releases: new Map([[RELEASE.releaseId, RELEASE]]),
});
const ASKED = { subject: "tenant-1", requestId: null, staleMs: 0 };
const evaluate = (environment: string): Evaluated[] => {
  const one = served(environment);
  const flags = [prepareFlag("a", "summary", one), prepareFlag("b", "release_id", one)];
  return flags.flatMap((flag) => evaluateFlag(flag, ASKED) ?? []);
};
const KEY = assignmentKeyOf("a secret of thirty-two characters", "prj_1");
const NOW = new Date("2026-04-10T12:00:00Z");
const signing = (change: Partial<Signing> = {}) => ({ key: KEY, subject: "tenant-1", now: NOW, ...change });
const later = (ms: number) => signing({ now: new Date(NOW.getTime() + ms) });

it("signs each environment's answers, and changes nothing else in them", () => {
  const evaluated = [...evaluate("staging"), ...evaluate("production")];
  const signed = signAnswers(evaluated, signing()).map((text) => JSON.parse(text));
  const tokens = signed.map(({ metadata }) => verifyAssignment(metadata.assignment, "p", [KEY]));
  expect(tokens.map((token) => token.ok && token.assignment.environment)).toEqual([
    ...["staging", "staging", "production", "production"],
  ]);
  for (const answer of signed) delete answer.metadata.assignment;
  expect(signed).toEqual(evaluated.map(({ text }) => JSON.parse(text)));
});

it("leaves answers as they are where there is no key", () => {
  const evaluated = evaluate("production");
  expect(signAnswers(evaluated, null)).toEqual(evaluated.map(({ text }) => text));
});

it.each([
  { name: "a moment later", other: later(1), isSame: true },
  { name: "at the end of the quarter of a day", other: later(6 * 3_600_000 - 1), isSame: true },
  { name: "in the next quarter of a day", other: later(6 * 3_600_000), isSame: false },
  { name: "for another subject", other: signing({ subject: "tenant-2" }), isSame: false },
  {
    name: "with another key",
    other: signing({ key: assignmentKeyOf("x".repeat(32), "prj_1") }),
    isSame: false,
  },
  { name: "unsigned", other: null, isSame: false },
])("of answers signed $name has the same tag: $isSame", ({ other, isSame }) => {
  const evaluated = evaluate("production");
  expect(tagAnswers(evaluated, other) === tagAnswers(evaluated, signing())).toBe(isSame);
});
