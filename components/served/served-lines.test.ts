import { describe, expect, it } from "vitest";
import { linesOf, standingOf, toldWithin } from "@/components/served/served-lines.ts";

const [CONTROL, CANDIDATE, OLD, OLDER, OLDEST] = [
  "aaaaaaaaaa",
  "bbbbbbbbbb",
  "cccccccccc",
  "dddddddddd",
  "eeeeeeeeee",
];
const TOLD = { control: CONTROL ?? "", candidate: CANDIDATE ?? "" };
const reported = (...ids: (string | null | undefined)[]) => ids.map((releaseId = null) => ({ releaseId }));
const looks = (then: Parameters<typeof linesOf>[1]) =>
  linesOf("release", then).map(({ key, look }) => [key, look]);

describe("the lines of the charts", () => {
  it("are all calls, and those of the releases that gateways were told", () => {
    expect(looks({ allocation: TOLD, observed: reported(CONTROL, CANDIDATE, null) })).toEqual([
      ["all", "all"],
      [CONTROL, "control"],
      [CANDIDATE, "candidate"],
    ]);
  });

  it("include the two other releases that were reported most, each with a look of its own", () => {
    const observed = reported(OLD, OLD, CONTROL, null, OLDER, OLDEST);
    expect(looks({ allocation: { ...TOLD, candidate: null }, observed })).toEqual([
      ["all", "all"],
      [CONTROL, "control"],
      [OLD, "other"],
      [OLDER, "another"],
    ]);
  });

  it("include releases that gateways were told before or after, after those that they reported", () => {
    const told = [CONTROL, CANDIDATE, OLDER, OLDEST].flatMap((id) => id ?? []);
    const lines = linesOf(
      "release",
      { allocation: { ...TOLD, candidate: null }, observed: reported(OLD) },
      told,
    );
    expect(lines.map(({ key }) => key)).toEqual(["all", CONTROL, OLD, CANDIDATE]);
  });

  it("know what was told within a time: what came in force in it, and what was in force when it began", () => {
    const row = (control: string | undefined, day: number, candidate: string | null = null) => ({
      ...{ control: control ?? null, candidate },
      since: `2026-11-0${day}T00:00:00.000Z`,
    });
    const history = [row(OLDEST, 7), row(OLDER, 5, OLD ?? ""), row(CANDIDATE, 3), row(CONTROL, 1)];
    const days = (from: number, to: number) => ({
      fromMs: Date.UTC(2026, 10, from),
      toMs: Date.UTC(2026, 10, to),
    });
    expect(toldWithin(history, days(4, 6))).toEqual([OLDER, OLD, CANDIDATE]);
    expect(toldWithin(history, days(8, 9))).toEqual([OLDEST]);
    expect(toldWithin([], days(8, 9))).toEqual([]);
  });

  it("are all calls alone before the first release", () => {
    expect(linesOf("release", { allocation: null, observed: [] })).toEqual([
      { key: "all", words: "all calls", look: "all", asks: {} },
    ]);
  });

  it("of arms ask for arms, whatever was told", () => {
    expect(linesOf("arm", { allocation: null, observed: [] }).map(({ asks }) => asks)).toEqual([
      {},
      { arm: "control" },
      { arm: "candidate" },
      { arm: "shadow" },
    ]);
  });
});

describe("a release that gateways reported", () => {
  it.each([
    ["the control that was told", { releaseId: CONTROL, arm: null }, "control"],
    ["the candidate that was told", { releaseId: CANDIDATE, arm: "candidate" }, "candidate"],
    ["neither", { releaseId: OLD, arm: "control" }, "other"],
    ["no release of the project", { releaseId: null, arm: "control" }, "unattributed"],
    ["an answer that nobody saw", { releaseId: OLD, arm: "shadow" }, "shadow"],
  ] as const)("is %s", (_, { releaseId, arm }, expected) => {
    expect(standingOf({ releaseId: releaseId ?? null, arm }, TOLD)).toBe(expected);
  });

  it("is another than was told where nothing was", () => {
    expect(standingOf({ releaseId: OLD ?? "", arm: null }, null)).toBe("other");
  });
});
