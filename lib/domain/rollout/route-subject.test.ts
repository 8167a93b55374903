import fc from "fast-check";
import { describe, expect, it } from "vitest";
import examples from "./fixtures/sticky-examples.json" with { type: "json" };
import { isSplit, positionOf, routeSubject } from "./route-subject.ts";

const split = (shareBp: number) => ({
  controlReleaseId: "698df6d7ad",
  candidateReleaseId: "f91be2a454",
  shareBp,
});
const armAt = (subject: string, shareBp: number) => routeSubject(split(shareBp), subject)?.arm;
const bucketOf = (subject: string) => Math.floor(positionOf(subject) / 100);

describe("positionOf", () => {
  it.each([
    ["tenant-42:conversation-9", 85],
    ["tenant-42:conversation-7", 4],
    ["tenant-42:conversation-10", 2],
    ["tenant-42:conversation-12", 8],
    ["tenant-42:conversation-19", 99],
    ["tenant-29", 3],
    ["tenant-37", 4],
    ["tenant-18", 8],
    ["tenant-40", 10],
  ])("puts %s into the article's bucket %i", (subject, bucket) => {
    expect(bucketOf(subject)).toBe(bucket);
  });

  it("agrees with every vector of the article's own function", () => {
    expect(examples.sticky.length).toBeGreaterThan(30);
    for (const { subject, percentage, bucket, expected } of examples.sticky) {
      expect(bucketOf(subject), subject).toBe(bucket);
      expect(armAt(subject, percentage * 100) === "candidate", `${subject} at ${percentage} %`).toBe(
        expected,
      );
    }
  });
});

describe("routeSubject", () => {
  it("keeps tenant-42:conversation-9 on control at 10 %, however often it asks, and moves it at 86 %", () => {
    const asked = [1, 2, 3].map(() => armAt("tenant-42:conversation-9", 1_000));
    expect(asked).toEqual(["control", "control", "control"]);
    expect(armAt("tenant-42:conversation-9", 8_500)).toBe("control");
    expect(armAt("tenant-42:conversation-9", 8_600)).toBe("candidate");
  });

  it("leaves a subject at exactly the share on control, and takes it in one basis point later", () => {
    const position = positionOf("tenant-42:conversation-9");
    expect(armAt("tenant-42:conversation-9", position)).toBe("control");
    expect(armAt("tenant-42:conversation-9", position + 1)).toBe("candidate");
  });

  it("leaves tenant-40 out at 10 % and takes it in at 11 %", () => {
    expect(armAt("tenant-40", 1_000)).toBe("control");
    expect(armAt("tenant-40", 1_100)).toBe("candidate");
  });

  it.each([
    [200, 2_037],
    [500, 5_101],
    [1_000, 10_099],
  ])("at %i basis points sends %i of 100,000 subjects to the candidate", (shareBp, expected) => {
    let candidates = 0;
    for (let index = 0; index < 100_000; index += 1) if (positionOf(`s${index}`) < shareBp) candidates += 1;
    expect(candidates).toBe(expected);
  });

  it("never moves a subject back to control when the share is raised", () => {
    const shares = fc
      .tuple(fc.nat(10_000), fc.nat(10_000))
      .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
    fc.assert(
      fc.property(fc.string(), shares, (subject, [lower, higher]) => {
        return armAt(subject, lower) !== "candidate" || armAt(subject, higher) === "candidate";
      }),
    );
  });

  it.each([
    { name: "no candidate", allocation: { ...split(5_000), candidateReleaseId: null }, arm: "control" },
    { name: "share 0", allocation: split(0), arm: "control" },
    { name: "share 10,000", allocation: split(10_000), arm: "candidate" },
    {
      name: "nothing at all",
      allocation: { controlReleaseId: null, candidateReleaseId: null, shareBp: 0 },
      arm: undefined,
    },
    { name: "a first release on trial", allocation: { ...split(0), controlReleaseId: null }, arm: undefined },
  ])("with $name everybody gets $arm", ({ allocation, arm }) => {
    fc.assert(fc.property(fc.string(), (subject) => routeSubject(allocation, subject)?.arm === arm));
  });
});

describe("allocations that nobody could confirm for five minutes", () => {
  it("give everybody control, unless there is none", () => {
    const inCanary = "tenant-42:conversation-7";
    expect(routeSubject(split(1_000), inCanary, 299_999)?.arm).toBe("candidate");
    expect(routeSubject(split(1_000), inCanary, 300_000)?.arm).toBe("control");
    const first = { ...split(10_000), controlReleaseId: null };
    expect(routeSubject(first, inCanary, 300_000)?.arm).toBe("candidate");
  });
});

describe("a salt", () => {
  it("gives another cohort of the same size, which stays together all the same", () => {
    const subjects = Array.from({ length: 4_000 }, (_, index) => `s${index}`);
    const cohort = (shareBp: number, salt: string | null) =>
      subjects.filter((subject) => routeSubject({ ...split(shareBp), salt }, subject)?.arm === "candidate");
    const salted = new Set(cohort(1_000, "7"));
    expect(salted.size).toBeGreaterThan(320);
    expect(salted.size).toBeLessThan(480);
    expect(cohort(1_000, null).filter((subject) => salted.has(subject)).length).toBeLessThan(100);
    expect(cohort(500, "7").every((subject) => salted.has(subject))).toBe(true);
  });
});

describe("isSplit", () => {
  it.each([
    [0, false],
    [1, true],
    [9_999, true],
    [10_000, false],
  ])("at %i basis points is %s", (shareBp, expected) => {
    expect(isSplit(split(shareBp))).toBe(expected);
  });
});
