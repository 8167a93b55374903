import { describe, expect, it } from "vitest";
import { allocationAt } from "./allocation-at.ts";

const hour = (hours: number) => new Date(Date.UTC(2026, 3, 10, hours));
const allocation = (version: number, control: string, since: Date) => ({
  ...{ version, controlReleaseId: control, candidateReleaseId: null, shareBp: 0, cause: "rollout", since },
});
const history = [allocation(3, "c", hour(12)), allocation(2, "b", hour(11)), allocation(1, "a", hour(10))];

describe("what an environment was told to serve", () => {
  it.each([
    { name: "nothing before its first release", at: hour(9), found: null },
    { name: "from the very moment of a change on", at: hour(10), found: ["a", hour(11)] },
    { name: "until the next change", at: hour(11.5), found: ["b", hour(12)] },
    { name: "since the last change, until now", at: hour(20), found: ["c", null] },
  ])("is $name", ({ at, found }) => {
    const then = allocationAt(history, at);
    expect(then === null ? null : [then.controlReleaseId, then.until]).toEqual(found);
  });
});
