import { describe, expect, test } from "vitest";
import { forgetBefore, liveSecrets, oldSecretEndsAt } from "./hook-secrets.ts";
import { judgeHook } from "./judge-hook.ts";

const own = "deploybuddy/ops";

describe("judgeHook", () => {
  test.each([
    ["a push to the project's repository", "push", own, own, "queued"],
    ["a review there, written in other case", "pull_request_review", "DeployBuddy/Ops", own, "queued"],
    ["a push to another repository", "push", "deploybuddy/other", own, "other_repository"],
    ["a push that names none", "push", null, own, "other_repository"],
    ["a push to a project that is not on that host", "push", own, null, "other_repository"],
    ["a star", "star", own, own, "other_event"],
    ["an event with the name of a property of objects", "constructor", own, own, "other_event"],
    ["GitHub's first call", "ping", null, own, "ping"],
  ])("%s", (_name, event, repository, ownRepository, outcome) => {
    expect(judgeHook({ event, repository, ownRepository })).toBe(outcome);
  });
});

describe("the secrets of a webhook", () => {
  const rotatedAt = new Date("2026-05-06T09:00:00Z");
  const at = (hours: number) => new Date(rotatedAt.getTime() + hours * 3_600_000);

  test.each([
    ["none", [], 0, []],
    ["the first one", ["a"], 1, ["a"]],
    ["both for a day", ["b", "a"], 23.99, ["b", "a"]],
    ["the new one alone after a day", ["b", "a"], 24, ["b"]],
    ["never a third", ["c", "b", "a"], 1, ["c", "b"]],
  ])("%s", (_name, secrets, hours, live) => {
    expect(liveSecrets({ secrets, rotatedAt }, at(hours))).toEqual(live);
  });

  test("the old one's end is said while it holds", () => {
    const hook = { secrets: ["b", "a"], rotatedAt };
    expect(oldSecretEndsAt(hook, at(1))).toEqual(at(24));
    expect(oldSecretEndsAt(hook, at(24))).toBeNull();
    expect(oldSecretEndsAt({ secrets: ["a"], rotatedAt }, at(1))).toBeNull();
  });

  test("delivery ids are known for more than the seven days that a delivery could be sent again", () => {
    const days = (at(0).getTime() - forgetBefore(at(0)).getTime()) / 86_400_000;
    expect(days).toBeGreaterThanOrEqual(8);
  });
});
