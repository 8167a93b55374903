import { describe, expect, it } from "vitest";
import { closedReasons, startsOpen } from "@/components/releases/diff-reasons.ts";
import type { PartDiffResponse } from "@/lib/contracts/releases.ts";

const part = (kind: string, name: string, change: PartDiffResponse["change"]): PartDiffResponse => ({
  ...{ key: `${kind}/${name}`, kind, change, base: null, candidate: null, files: [] },
  why: `${kind} matters.`,
});
const prompts = ["a", "b", "c", "d"].map((name) => part("prompt", name, "changed"));

describe("the reasons beside a difference", () => {
  it("stand in the open row of what changed, and are not said twice", () => {
    const parts = [part("judge", "j", "changed"), part("model", "m", "same")];
    expect(startsOpen(parts[0] ?? part("judge", "j", "same"), parts)).toBe(true);
    expect(closedReasons(parts)).toEqual([]);
  });

  it("stand above the table, once for each kind, where the rows start closed", () => {
    expect(prompts.some((each) => startsOpen(each, prompts))).toBe(false);
    const parts = [...prompts, part("judge", "j", "added"), part("model", "m", "same")];
    expect(closedReasons(parts)).toEqual([
      { kind: "prompt", why: "prompt matters." },
      { kind: "judge", why: "judge matters." },
    ]);
  });

  it("say nothing of what is the same", () => {
    expect(closedReasons([part("model", "m", "same")])).toEqual([]);
  });
});
